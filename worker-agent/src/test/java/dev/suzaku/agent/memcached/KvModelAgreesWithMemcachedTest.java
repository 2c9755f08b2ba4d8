package dev.suzaku.agent.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.Answer;
import dev.suzaku.checkers.CheckRequest;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.HistoryChecker;
import dev.suzaku.checkers.Verdict;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The model kv allows what memcached does, and hardly anything else. */
class KvModelAgreesWithMemcachedTest {
    private static final long SEED = 20261202;
    private static final int CALLS = Integer.getInteger("suzaku.test.memcached.calls", 1200);
    private static final int CLIENTS = 4;
    private static final int ALTERED_CALLS_MAX = 200;

    @Test
    void what_memcached_answers_one_client_is_allowed_and_another_answer_is_not() throws Exception {
        List<Operation> calls;
        try (MemcachedServer server = new MemcachedServer();
                RecordedCalls client = server.record(0, 3, 60, SEED)) {
            for (int i = 0; i < CALLS; i++) {
                client.call();
            }
            calls = client.operations();
        }

        Verdict verdict = verdict(calls);
        assertThat(verdict.answer(Condition.DURABLE)).as(verdict.toString()).isEqualTo(Answer.VALID);
        Random random = new Random(SEED);
        int changed = 0;
        int refused = 0;
        while (changed < 120) {
            int position = random.nextInt(Math.min(calls.size(), ALTERED_CALLS_MAX));
            Operation operation = calls.get(position);
            Value other = otherAnswer(operation, random);
            if (!other.equals(operation.result())) {
                List<Operation> altered = new ArrayList<>(calls.subList(0, Math.min(calls.size(), position + 40)));
                altered.set(position, operation.answered(other, operation.returnNanos()));
                changed++;
                refused += verdict(altered).answer(Condition.DURABLE) == Answer.INVALID ? 1 : 0;
            }
        }
        System.out.println(refused + " of " + changed + " changed answers were refused, seed " + SEED);
        assertThat(refused).isGreaterThan(changed * 9 / 10);
    }

    /** One thread serves them all: several make mistakes, which kv finds (docs/checking.md). */
    @Test
    void what_memcached_answers_several_clients_at_once_is_allowed() throws Exception {
        List<Operation> calls = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (MemcachedServer server = new MemcachedServer("-t", "1")) {
            List<Future<List<Operation>>> recorded = new ArrayList<>();
            for (int session = 0; session < CLIENTS; session++) {
                int number = session;
                recorded.add(threads.submit(() -> {
                    try (RecordedCalls client = server.record(number, 2, 100, SEED + number)) {
                        for (int i = 0; i < CALLS / CLIENTS; i++) {
                            client.call();
                        }
                        return client.operations();
                    }
                }));
            }
            for (Future<List<Operation>> each : recorded) {
                calls.addAll(each.get());
            }
        } finally {
            threads.shutdownNow();
        }

        Verdict verdict = verdict(calls);
        assertThat(verdict.answer(Condition.DURABLE))
                .as(verdict.reason() + " " + verdict.counterexample())
                .isEqualTo(Answer.VALID);
    }

    /** An answer that memcached gives elsewhere. */
    private static Value otherAnswer(Operation operation, Random random) {
        return switch (operation.function()) {
            case "get" -> random.nextBoolean() ? Value.of("1") : Value.NOTHING;
            case "set" -> Value.of(random.nextInt(4) == 0 ? "SERVER_ERROR out of memory" : "STORED");
            case "add", "replace" -> Value.of(random.nextBoolean() ? "STORED" : "NOT_STORED");
            case "append", "prepend" -> Value.of("STORED");
            case "cas" -> Value.of(random.nextBoolean() ? "STORED" : "NOT_FOUND");
            case "incr", "decr" -> random.nextBoolean() ? Value.of(random.nextInt(12)) : Value.of("NOT_FOUND");
            case "touch" -> Value.of(random.nextBoolean() ? "TOUCHED" : "NOT_FOUND");
            case "delete" -> Value.of(random.nextBoolean() ? "DELETED" : "NOT_FOUND");
            default -> operation.result();
        };
    }

    private static Verdict verdict(List<Operation> calls) {
        List<Operation> sorted = new ArrayList<>(calls);
        sorted.sort(Comparator.comparingLong(Operation::invokeNanos));
        History history = new History(HistoryHeader.of("memcached", "kv", 0), sorted, List.of(), true);
        CheckRequest request = new CheckRequest("kv", List.of(Condition.DURABLE), 60_000, "auto", false);
        return new HistoryChecker().check(history, request);
    }
}
