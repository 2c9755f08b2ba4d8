"""work.py DIRECTORY ROUNDS: threads that append to one file each, and a subprocess every tenth round, which may be killed by a cut."""
import subprocess
import sys
import threading

directory, rounds = sys.argv[1], int(sys.argv[2])
wrong = []


def append(number):
    with open(f"{directory}/lines-{number}", "a") as lines:
        for line in range(rounds):
            lines.write(f"{line}\n")
            lines.flush()


def ask(number):
    answer = subprocess.run(["/bin/echo", str(number)], stdout=subprocess.PIPE)
    if answer.returncode == -9:
        return answer.stdout in (b"", f"{number}\n".encode())
    return answer.returncode == 0 and answer.stdout == f"{number}\n".encode()


threads = [threading.Thread(target=append, args=(number,)) for number in range(3)]
for thread in threads:
    thread.start()
for number in range(rounds // 10):
    if not ask(number):
        wrong.append(number)
for thread in threads:
    thread.join()
print("wrong", wrong)
