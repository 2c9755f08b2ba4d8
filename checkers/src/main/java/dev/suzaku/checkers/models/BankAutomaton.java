package dev.suzaku.checkers.models;

import dev.suzaku.checkers.CheckException;
import dev.suzaku.checkers.models.BankModel.BankCall;
import dev.suzaku.histories.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Balances of a bank. Until the first read only the changes since the beginning are known, with the least that each
 * account had, which tells how much it must have begun with.
 */
final class BankAutomaton extends InternedAutomaton<BankAutomaton.Books, BankCall> {
    private final boolean overdraft;

    /**
     * What is known of the accounts.
     *
     * @param opened whether {@code balances} are balances of all accounts; else they are changes since the beginning of
     *     those accounts that were touched
     * @param least the smallest change so far of each account, at most 0; empty once opened
     */
    record Books(boolean opened, Map<String, Long> balances, Map<String, Long> least) {}

    BankAutomaton(List<Operation> operations, boolean overdraft) {
        super(new Books(false, Map.of(), Map.of()), operations, BankModel::callOf);
        this.overdraft = overdraft;
    }

    @Override
    Optional<Books> next(Books books, BankCall call) {
        if (call instanceof BankCall.Read read) {
            boolean fits = books.opened() ? books.balances().equals(read.balances()) : mayHaveBegun(books, read);
            return fits ? Optional.of(new Books(true, read.balances(), Map.of())) : Optional.empty();
        } else if (call instanceof BankCall.Transfer transfer) {
            return moved(books, transfer);
        }
        return Optional.empty();
    }

    /** Whether no account that was touched is missing, and none had less than nothing before the read. */
    private boolean mayHaveBegun(Books books, BankCall.Read read) {
        for (Map.Entry<String, Long> change : books.balances().entrySet()) {
            Long balance = read.balances().get(change.getKey());
            if (balance == null) {
                return false;
            }
            long beginning = sum(balance, negated(change.getValue()));
            if (!overdraft && sum(beginning, books.least().get(change.getKey())) < 0) {
                return false;
            }
        }
        return overdraft || read.balances().values().stream().noneMatch(balance -> balance < 0);
    }

    private Optional<Books> moved(Books books, BankCall.Transfer transfer) {
        Map<String, Long> after = new TreeMap<>(books.balances());
        if (books.opened() && !(after.containsKey(transfer.from()) && after.containsKey(transfer.to()))) {
            return Optional.empty();
        }
        after.merge(transfer.from(), negated(transfer.amount()), BankAutomaton::sum);
        after.merge(transfer.to(), transfer.amount(), BankAutomaton::sum);
        if (books.opened()) {
            boolean covered = overdraft || after.get(transfer.from()) >= 0 && after.get(transfer.to()) >= 0;
            return covered ? Optional.of(new Books(true, Map.copyOf(after), Map.of())) : Optional.empty();
        }
        Map<String, Long> least = new TreeMap<>(books.least());
        for (String account : List.of(transfer.from(), transfer.to())) {
            least.merge(account, Math.min(0, after.get(account)), Math::min);
        }
        return Optional.of(new Books(false, Map.copyOf(after), Map.copyOf(least)));
    }

    /** Balances do not wrap around: then nothing could be said about them. */
    private static long sum(long one, long other) {
        try {
            return Math.addExact(one, other);
        } catch (ArithmeticException e) {
            throw new CheckException(
                    "model bank: balances of more than 64 bits are not modelled (" + one + " + " + other + ")");
        }
    }

    private static long negated(long amount) {
        return amount == Long.MIN_VALUE ? sum(amount, amount) : -amount;
    }

    @Override
    boolean observes(BankCall call) {
        return !(call instanceof BankCall.Transfer);
    }

    @Override
    int cellsOf(Books books) {
        return 8 * (books.balances().size() + books.least().size());
    }

    @Override
    String text(Books books) {
        return new TreeMap<>(books.balances())
                .entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining(", ", books.opened() ? "{" : "changes since the beginning {", "}"));
    }
}
