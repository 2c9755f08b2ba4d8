package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.models.BankModel;
import dev.suzaku.checkers.models.BankModel.BankCall;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * What no transfer changes, in linear time: a bank's accounts and their total. Two reads that differ in one of them
 * contradict each other whatever happened in between, and so does a read of a negative balance by itself, where balances
 * cannot be negative. A bank whose reads agree is beyond this engine.
 */
public final class BankTotalEngine implements Engine {
    private static final String OVERDRAFT = "bank-overdraft";

    @Override
    public String name() {
        return "bank-total";
    }

    @Override
    public boolean applies(KeyHistory history) {
        return history.model().equals("bank") || history.model().equals(OVERDRAFT);
    }

    @Override
    public String suits() {
        return "a bank, whose total no transfer changes";
    }

    @Override
    public Finding decide(KeyHistory history, Timeline timeline, Budget budget) {
        Optional<String> spent = budget.whySpent();
        if (spent.isPresent()) {
            return new Finding.Undecided(spent.get());
        }
        int first = -1;
        BankCall.Read before = null;
        for (int position = 0; position < history.size(); position++) {
            BankCall call = BankModel.callOf(history.operation(position)).orElseThrow();
            if (call instanceof BankCall.Impossible) {
                return violated(timeline, position, List.of(position));
            }
            if (call instanceof BankCall.Read read) {
                if (!history.model().equals(OVERDRAFT) && negative(read)) {
                    return violated(timeline, position, List.of(position));
                }
                if (before == null) {
                    first = position;
                    before = read;
                } else if (!agree(before, read)) {
                    return violated(timeline, position, List.of(first, position));
                }
            }
        }
        return new Finding.Undecided("all reads have the same accounts and the same total; more is beyond this engine");
    }

    private static boolean negative(BankCall.Read read) {
        return read.balances().values().stream().anyMatch(balance -> balance < 0);
    }

    private static boolean agree(BankCall.Read one, BankCall.Read other) {
        return one.balances().keySet().equals(other.balances().keySet())
                && total(one).equals(total(other));
    }

    private static BigInteger total(BankCall.Read read) {
        return read.balances().values().stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static Finding violated(Timeline timeline, int position, List<Integer> certificate) {
        return new Finding.Violated(timeline.endRank(position), position, List.of(), certificate);
    }
}
