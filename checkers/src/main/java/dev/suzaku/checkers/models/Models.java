package dev.suzaku.checkers.models;

import dev.suzaku.checkers.CheckException;
import java.util.List;

/** The models that are built. */
public final class Models {
    private static final List<Model> BUILT = List.of(new RegisterModel(false), new RegisterModel(true), new KvModel());
    private static final List<String> NOT_BUILT = List.of("queue", "set", "counter", "mutex", "multi-register", "bank");

    private Models() {}

    /**
     * The model of that name.
     *
     * @throws CheckException when there is none, or when it is known but not built yet
     */
    public static Model named(String name) {
        for (Model model : BUILT) {
            if (model.name().equals(name)) {
                return model;
            }
        }
        if (NOT_BUILT.contains(name)) {
            throw new CheckException("model " + name + " is not built yet; built are " + names());
        }
        throw new CheckException("unknown model " + name + "; built are " + names());
    }

    private static String names() {
        return String.join(", ", BUILT.stream().map(Model::name).toList());
    }
}
