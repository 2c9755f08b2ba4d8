package dev.suzaku.checkers.models;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.PowerCut;
import java.util.List;

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
}
