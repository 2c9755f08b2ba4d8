package example;

import dev.suzaku.checkers.specification.Call;
import dev.suzaku.checkers.specification.Specification;
import dev.suzaku.histories.Value;
import java.util.Optional;

/**
 * A lock whose every owner gets a larger number than all before, so that whoever comes too late can be turned away.
 *
 * <pre>
 *   acquire: nothing -> number | BUSY        release: number -> RELEASED | STALE
 * </pre>
 */
public final class FencedLock implements Specification<FencedLock.Lock> {
    /** @param last the number of the last owner, 0 before the first */
    public record Lock(boolean held, long last) {}

    @Override
    public Lock initial() {
        return new Lock(false, 0);
    }

    @Override
    public Optional<Lock> step(Lock lock, Call call) {
        return switch (call.function()) {
            case "acquire" -> lock.held() ? refused(lock, call, "BUSY") : acquired(lock, call);
            case "release" ->
                lock.held() && call.argument().equals(Value.of(lock.last()))
                        ? fits(call, Value.of("RELEASED")) ? Optional.of(new Lock(false, lock.last())) : Optional.empty()
                        : refused(lock, call, "STALE");
            default -> throw new IllegalArgumentException("a lock has acquire and release, not " + call.function());
        };
    }

    private static Optional<Lock> acquired(Lock lock, Call call) {
        long next = lock.last() + 1;
        return fits(call, Value.of(next)) ? Optional.of(new Lock(true, next)) : Optional.empty();
    }

    private static Optional<Lock> refused(Lock lock, Call call, String answer) {
        return fits(call, Value.of(answer)) ? Optional.of(lock) : Optional.empty();
    }

    /** An answer that nobody saw fits everything. */
    private static boolean fits(Call call, Value answer) {
        return call.answer().isEmpty() || call.answer().get().equals(answer);
    }

    @Override
    public String describe(Lock lock) {
        return (lock.held() ? "held by " : "free, last held by ") + lock.last();
    }
}
