package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.models.Automaton;
import dev.suzaku.checkers.models.Model;
import dev.suzaku.checkers.models.ObjectCalls;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.OperationColumns;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The operations on one object that may have happened and constrain something, by invocation: the number of each call
 * beside the rows of the history's columns, from which everything else is read; 8 bytes an operation. Used by one thread
 * at a time.
 */
public final class KeyHistory {
    private final String key;
    private final String model;
    private final Automaton automaton;
    private final OperationColumns columns;
    private final int[] rows;
    private final int[] indices;
    private final int[] calls;
    private final List<Operation> operations;
    // where they are not those of the columns
    private final long[] returns;
    private int[] byReturn;

    private KeyHistory(
            String key, String model, ObjectCalls object, OperationColumns columns, int[] rows, List<Operation> given) {
        this.key = key;
        this.model = model;
        this.automaton = object.automaton();
        this.columns = columns;
        this.returns = new long[0];
        int count = 0;
        for (int call : object.calls()) {
            count += call == Automaton.NO_CALL ? 0 : 1;
        }
        boolean all = count == rows.length;
        this.rows = all ? rows : new int[count];
        this.calls = all ? object.calls() : new int[count];
        for (int from = 0, to = 0; !all && from < rows.length; from++) {
            if (object.calls()[from] != Automaton.NO_CALL) {
                this.rows[to] = rows[from];
                this.calls[to++] = object.calls()[from];
            }
        }
        this.operations = given.isEmpty()
                ? columns.operations(this.rows)
                : Arrays.stream(this.rows).mapToObj(given::get).toList();
        this.indices = given.isEmpty()
                ? this.rows
                : operations.stream().mapToInt(Operation::index).toArray();
    }

    private KeyHistory(KeyHistory all, int[] positions, long[] returns) {
        this.key = all.key;
        this.model = all.model;
        this.automaton = all.automaton;
        this.columns = all.columns;
        this.rows = chosen(all.rows, positions);
        this.indices = chosen(all.indices, positions);
        this.calls = chosen(all.calls, positions);
        this.operations = columns.operations(rows);
        this.returns = returns;
    }

    private static int[] chosen(int[] all, int[] positions) {
        int[] chosen = new int[positions.length];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = all[positions[i]];
        }
        return chosen;
    }

    /**
     * Some of the operations, with other returns; the calls are the same.
     *
     * @param positions rising
     * @param returns for each of them, or {@link Operation#NEVER} for one that need not have happened
     */
    public KeyHistory some(int[] positions, long[] returns) {
        return new KeyHistory(this, positions, returns);
    }

    /**
     * Prepares the operations of one object.
     *
     * @param columns the operations of the whole history
     * @param rows all operations on the object, by invocation; not to be changed afterwards
     * @throws dev.suzaku.checkers.CheckException when an operation does not fit the model
     */
    public static KeyHistory of(String key, Model model, OperationColumns columns, int[] rows, List<PowerCut> cuts) {
        int[] possible = possible(columns, rows);
        return new KeyHistory(key, model.name(), model.calls(columns, possible, cuts), columns, possible, List.of());
    }

    /**
     * Prepares some operations of one object, which keep their indices.
     *
     * @param operations some of the object, by invocation
     * @throws dev.suzaku.checkers.CheckException when an operation does not fit the model
     */
    public static KeyHistory of(String key, Model model, List<Operation> operations, List<PowerCut> cuts) {
        OperationColumns columns = new History(HistoryHeader.of("", model.name(), 0), operations, cuts, true).columns();
        int[] rows = new int[operations.size()];
        Arrays.setAll(rows, row -> row);
        int[] possible = possible(columns, rows);
        return new KeyHistory(key, model.name(), model.calls(columns, possible, cuts), columns, possible, operations);
    }

    /**
     * The same where the object's states also tell apart what other operations would ask for.
     *
     * @param asking operations that are not part of the history
     */
    public static KeyHistory of(
            String key, Model model, List<Operation> operations, List<PowerCut> cuts, List<Operation> asking) {
        OperationColumns columns = new History(HistoryHeader.of("", model.name(), 0), operations, cuts, true).columns();
        int[] rows = new int[operations.size()];
        Arrays.setAll(rows, row -> row);
        int[] possible = possible(columns, rows);
        List<Operation> happened =
                Arrays.stream(possible).mapToObj(operations::get).toList();
        List<Operation> asked = new ArrayList<>(happened);
        asked.addAll(asking);
        ObjectCalls calls = ObjectCalls.of(model.automaton(asked, cuts), happened);
        return new KeyHistory(key, model.name(), calls, columns, possible, operations);
    }

    /** Without the operations that certainly did not happen. */
    private static int[] possible(OperationColumns columns, int[] rows) {
        int count = 0;
        for (int row : rows) {
            count += columns.outcome(row) == Outcome.FAIL ? 0 : 1;
        }
        if (count == rows.length) {
            return rows;
        }
        int[] possible = new int[count];
        int to = 0;
        for (int row : rows) {
            if (columns.outcome(row) != Outcome.FAIL) {
                possible[to++] = row;
            }
        }
        return possible;
    }

    /** An object in words; the only one of a history has no name. */
    public static String inWords(String key) {
        return key.isEmpty() ? "the object" : "key " + key;
    }

    /** The object. */
    public String key() {
        return key;
    }

    /** The name of the object's model. */
    public String model() {
        return model;
    }

    /** The object's specification. */
    public Automaton automaton() {
        return automaton;
    }

    /** The operations; makes an object whenever one is asked for. */
    public List<Operation> operations() {
        return operations;
    }

    /** The calls of all operations, not to be changed. */
    public int[] calls() {
        return calls;
    }

    /** Number of operations. */
    public int size() {
        return calls.length;
    }

    /** Number of the call of the operation at that position. */
    public int call(int position) {
        return calls[position];
    }

    public long invokeNanos(int position) {
        return columns.invokeNanos(rows[position]);
    }

    /** When the operation was answered, or {@link Operation#NEVER}. */
    public long returnNanos(int position) {
        return returns.length > 0 ? returns[position] : columns.returnNanos(rows[position]);
    }

    /** The operation as an object. */
    public Operation operation(int position) {
        return operations.get(position);
    }

    /** The operation's index in the whole history. */
    public int index(int position) {
        return indices[position];
    }

    /** Whether the operation at that position must have happened. */
    public boolean mandatory(int position) {
        return returnNanos(position) != Operation.NEVER;
    }

    /** Whether some operation need not have happened. */
    boolean anyPending() {
        for (int position = 0; position < size(); position++) {
            if (!mandatory(position)) {
                return true;
            }
        }
        return false;
    }

    /** The positions of the mandatory operations by their returns, equal ones by position; not to be changed. */
    int[] byReturn() {
        if (byReturn == null) {
            long[] returns = new long[size()];
            Arrays.setAll(returns, this::returnNanos);
            byReturn = ReturnOrder.of(returns);
        }
        return byReturn;
    }
}
