package dev.suzaku.checkers.models;

import dev.suzaku.checkers.CheckException;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Accounts between which money is moved and which are read all at once. It begins with balances that nobody wrote down:
 * any beginning that explains the answers will do.
 *
 * <pre>
 *   transfer: [[from account] [to account] [amount n]] -> anything    a map in EDN and JSON
 *   read: nothing -> [[account balance] ...]                          a map in EDN and JSON
 * </pre>
 *
 * <p>No balance is ever negative, unless the model is {@code bank-overdraft}. A transfer that failed did nothing and says
 * nothing. Accounts have the same name when their texts are the same. A read without a balance, or with one that is not a
 * whole number, is an answer that no bank can give.
 */
public final class BankModel implements Model {
    private final boolean overdraft;

    BankModel(boolean overdraft) {
        this.overdraft = overdraft;
    }

    @Override
    public String name() {
        return overdraft ? "bank-overdraft" : "bank";
    }

    @Override
    public Automaton automaton(List<Operation> operations, List<PowerCut> cuts) {
        return new BankAutomaton(operations, overdraft);
    }

    /** What an operation does to a bank. */
    public sealed interface BankCall {
        /** So much went from one account to another. */
        record Transfer(String from, String to, long amount) implements BankCall {}

        /** What all accounts had. */
        record Read(Map<String, Long> balances) implements BankCall {
            public Read {
                balances = Map.copyOf(balances);
            }
        }

        /** An answer that no bank can give. */
        record Impossible() implements BankCall {}
    }

    /**
     * The call of an operation; empty when it constrains nothing.
     *
     * @throws CheckException when the operation does not fit the model
     */
    public static Optional<BankCall> callOf(Operation operation) {
        return switch (operation.function()) {
            case "transfer" -> Optional.of(transferOf(operation));
            case "read" -> operation.outcome() == Outcome.OK ? Optional.of(readOf(operation)) : Optional.empty();
            default ->
                throw new CheckException("operation " + operation.index() + ": model bank has no function "
                        + operation.function() + "; it has transfer and read");
        };
    }

    private static BankCall transferOf(Operation operation) {
        Map<String, Value> parts = pairs(operation, operation.argument());
        if (parts.containsKey("from") && parts.containsKey("to") && parts.get("amount") instanceof Value.Whole amount) {
            return new BankCall.Transfer(
                    parts.get("from").toString(), parts.get("to").toString(), amount.value());
        }
        throw unfit(operation, "the argument must be [[from account] [to account] [amount n]]");
    }

    private static BankCall readOf(Operation operation) {
        Map<String, Long> balances = new TreeMap<>();
        for (Map.Entry<String, Value> entry :
                pairs(operation, operation.result()).entrySet()) {
            if (!(entry.getValue() instanceof Value.Whole whole)) {
                return new BankCall.Impossible();
            }
            balances.put(entry.getKey(), whole.value());
        }
        return balances.isEmpty() ? new BankCall.Impossible() : new BankCall.Read(balances);
    }

    private static Map<String, Value> pairs(Operation operation, Value value) {
        Map<String, Value> pairs = new TreeMap<>();
        if (value instanceof Value.Sequence sequence) {
            for (Value item : sequence.items()) {
                if (!(item instanceof Value.Sequence pair) || pair.items().size() != 2) {
                    throw unfit(operation, "a pair was expected, not " + item);
                }
                if (pairs.put(pair.items().get(0).toString(), pair.items().get(1)) != null) {
                    throw unfit(operation, pair.items().get(0) + " comes twice");
                }
            }
        }
        return pairs;
    }

    private static CheckException unfit(Operation operation, String why) {
        return new CheckException("operation " + operation.index() + " (" + operation.function() + "): " + why);
    }
}
