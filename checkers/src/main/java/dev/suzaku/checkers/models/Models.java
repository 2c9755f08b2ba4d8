package dev.suzaku.checkers.models;

import dev.suzaku.checkers.CheckException;
import java.util.List;

/** The models that are built. */
public final class Models {
    private static final List<Model> BUILT = List.of(
            new RegisterModel(false),
            new RegisterModel(true),
            new KvModel(false),
            new KvModel(true),
            new QueueModel(false),
            new QueueModel(true),
            new SetModel(),
            new CounterModel(),
            new MutexModel(),
            new MultiRegisterModel(),
            new BankModel(false),
            new BankModel(true),
            new PorcupineKvModel());

    private Models() {}

    /**
     * The model of that name.
     *
     * @throws CheckException when there is none
     */
    public static Model named(String name) {
        for (Model model : BUILT) {
            if (model.name().equals(name)) {
                return model;
            }
        }
        throw new CheckException("unknown model " + name + "; built are " + names());
    }

    /** The names of all models, for people. */
    public static String names() {
        return String.join(", ", BUILT.stream().map(Model::name).toList());
    }
}
