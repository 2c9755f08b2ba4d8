package dev.suzaku.faults.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** Redis's protocol, requests as inline commands. */
class RedisLink extends KeyValueLink {
    RedisLink(int port) throws IOException {
        super(port);
    }

    @Override
    void set(String key, long value) throws IOException {
        send("SET " + key + " " + value + "\r\n");
        expect("+OK");
    }

    @Override
    final long increment(String key) throws IOException {
        send("INCR " + key + "\r\n");
        String answer = line();
        return number(answer.startsWith(":") ? answer.substring(1) : answer);
    }

    @Override
    final OptionalLong get(String key) throws IOException {
        send("GET " + key + "\r\n");
        String head = line();
        return head.equals("$-1") ? OptionalLong.empty() : OptionalLong.of(number(line()));
    }

    /** Has it begin a snapshot by a child of its own. False when one is under way. */
    final boolean beginSnapshot() throws IOException {
        send("BGSAVE\r\n");
        String answer = line();
        if (!answer.equals("+Background saving started")
                && !answer.startsWith("-ERR Background save already in progress")) {
            throw new SoakFailure("the server answered '" + answer + "' to BGSAVE");
        }
        return answer.startsWith("+");
    }

    /** What it says of its files: lines {@code name:value}. */
    final String persistence() throws IOException {
        send("INFO persistence\r\n");
        String head = line();
        if (!head.startsWith("$")) {
            throw new SoakFailure("the server answered '" + head + "' to INFO");
        }
        StringBuilder text = new StringBuilder();
        for (long left = number(head.substring(1)); left > 0; ) {
            String line = line();
            text.append(line).append('\n');
            left -= line.getBytes(StandardCharsets.US_ASCII).length + 2;
        }
        line(); // the line feed behind a string
        return text.toString();
    }
}
