package dev.suzaku.checkers.models;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.OperationColumns;
import dev.suzaku.histories.PowerCut;
import java.util.List;
import java.util.Set;

/** A kind of object. Immutable. */
public interface Model {
    /** The name on the command line and in files. */
    String name();

    /**
     * The automaton for one object.
     *
     * @param operations all operations on the object that may have happened, by invocation
     * @param cuts all power cuts of the history
     * @throws dev.suzaku.checkers.CheckException when an operation does not fit the model
     */
    Automaton automaton(List<Operation> operations, List<PowerCut> cuts);

    /**
     * Whether operations with different keys are on different objects, which have nothing to do with each other; else all
     * of the history is on one object.
     *
     * @param functions all that the history's operations call
     */
    default boolean independentKeys(Set<String> functions) {
        return true;
    }

    /**
     * The automaton for one object, and the calls of its operations. A model that can read numbers instead of objects
     * does so here, for the sake of long histories.
     *
     * @param columns the operations of the whole history
     * @param rows those on the object that may have happened, by invocation
     * @param cuts all power cuts of the history
     * @throws dev.suzaku.checkers.CheckException when an operation does not fit the model
     */
    default ObjectCalls calls(OperationColumns columns, int[] rows, List<PowerCut> cuts) {
        List<Operation> operations = columns.operations(rows);
        return ObjectCalls.of(automaton(operations, cuts), operations);
    }
}
