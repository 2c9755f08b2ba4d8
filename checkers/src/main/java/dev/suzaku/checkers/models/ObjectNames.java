package dev.suzaku.checkers.models;

import dev.suzaku.histories.History;
import dev.suzaku.histories.Vocabulary;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Which object an operation of a history is on, by its key. */
public final class ObjectNames {
    /** The name of the object that all keys are. */
    public static final String ALL_KEYS = "";

    private ObjectNames() {}

    /** From the key of an operation to the name of its object. */
    public static UnaryOperator<String> of(Model model, History history) {
        Vocabulary vocabulary = history.columns().vocabulary();
        Set<String> functions = new HashSet<>();
        for (int id = 0; id < vocabulary.functions(); id++) {
            functions.add(vocabulary.function(id));
        }
        return model.independentKeys(functions) ? key -> key : key -> ALL_KEYS;
    }
}
