package dev.suzaku.checkers.sequential;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A bank that began with balances nobody knows. It keeps all that happened and, once it was read, asks whether the one
 * beginning that explains the read explains everything else.
 */
final class SequentialBank implements SequentialObject {
    private final boolean overdraft;
    private final List<Operation> past = new ArrayList<>();

    SequentialBank(boolean overdraft) {
        this.overdraft = overdraft;
    }

    @Override
    public boolean accepts(Operation operation) {
        if (operation.function().equals("read") && !SequentialObject.known(operation)) {
            return true;
        }
        past.add(operation);
        return beginning().map(this::explains).orElse(true);
    }

    private Optional<Map<String, Long>> beginning() {
        Map<String, Long> moved = new TreeMap<>();
        for (Operation operation : past) {
            if (operation.function().equals("read")) {
                Map<String, Long> balances = balances(operation.result());
                balances.replaceAll((account, balance) -> balance - moved.getOrDefault(account, 0L));
                return Optional.of(balances);
            }
            move(moved, operation);
        }
        return Optional.empty();
    }

    private boolean explains(Map<String, Long> beginning) {
        Map<String, Long> balances = new TreeMap<>(beginning);
        for (Operation operation : past) {
            if (operation.function().equals("read")) {
                if (!balances.equals(balances(operation.result()))) {
                    return false;
                }
            } else {
                if (!balances.containsKey(part(operation, "from").toString())
                        || !balances.containsKey(part(operation, "to").toString())) {
                    return false;
                }
                move(balances, operation);
            }
            if (inDebt(balances)) {
                return false;
            }
        }
        return !inDebt(beginning);
    }

    private boolean inDebt(Map<String, Long> balances) {
        return !overdraft && balances.values().stream().anyMatch(balance -> balance < 0);
    }

    private static void move(Map<String, Long> balances, Operation operation) {
        long amount = SequentialObject.number(part(operation, "amount"));
        balances.merge(part(operation, "from").toString(), -amount, Long::sum);
        balances.merge(part(operation, "to").toString(), amount, Long::sum);
    }

    private static Value part(Operation operation, String name) {
        return SequentialObject.items(operation.argument()).stream()
                .map(SequentialObject::items)
                .filter(pair -> pair.get(0).equals(Value.of(name)))
                .map(pair -> pair.get(1))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Long> balances(Value read) {
        Map<String, Long> balances = new TreeMap<>();
        for (Value pair : SequentialObject.items(read)) {
            balances.put(
                    SequentialObject.items(pair).get(0).toString(),
                    SequentialObject.number(SequentialObject.items(pair).get(1)));
        }
        return balances;
    }

    @Override
    public SequentialObject copy() {
        SequentialBank copy = new SequentialBank(overdraft);
        copy.past.addAll(past);
        return copy;
    }

    @Override
    public Value value() {
        return Value.NOTHING;
    }
}
