package dev.suzaku.checkers.specification;

import clojure.java.api.Clojure;
import clojure.lang.IFn;
import dev.suzaku.checkers.CheckException;
import dev.suzaku.histories.Value;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A model that a Clojure namespace defines as a map.
 *
 * <pre>
 *   {:initial  state                        a value, not nil
 *    :step     (fn [state call] ...)        the next state, or :illegal
 *    :observes (fn [call] ...)              optional; whether the call only asks
 *    :describe (fn [state] ...)}            optional; a string
 *
 *   call = {:function "push", :argument 3, :answer 4}      without :answer where it is not known
 * </pre>
 *
 * <p>Values are nil, longs, strings and vectors of them.
 */
final class ClojureSpecification implements Specification<Object> {
    private static final Object ILLEGAL = Clojure.read(":illegal");
    private static final Object FUNCTION = Clojure.read(":function");
    private static final Object ARGUMENT = Clojure.read(":argument");
    private static final Object ANSWER = Clojure.read(":answer");
    private static final IFn HASH_MAP = Clojure.var("clojure.core", "hash-map");
    private static final IFn VECTOR = Clojure.var("clojure.core", "vec");

    private final Object initial;
    private final IFn step;
    private final Optional<IFn> observes;
    private final Optional<IFn> describe;

    private ClojureSpecification(String name, Map<?, ?> definition) {
        initial = definition.get(Clojure.read(":initial"));
        if (initial == null) {
            throw new CheckException("model " + name + " has no :initial, or it is nil");
        }
        step = function(name, definition, ":step")
                .orElseThrow(() -> new CheckException("model " + name + " has no function :step"));
        observes = function(name, definition, ":observes");
        describe = function(name, definition, ":describe");
    }

    /** Loads the namespace anew and takes its var. */
    static ClojureSpecification load(String name, Path place, ClassLoader loader) {
        int slash = name.indexOf('/');
        String namespace = name.substring(0, slash);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            Clojure.var("clojure.core", "require").invoke(Clojure.read(namespace), Clojure.read(":reload"));
            Object found = Clojure.var("clojure.core", "resolve").invoke(Clojure.read(name));
            Object value =
                    found == null ? null : Clojure.var("clojure.core", "deref").invoke(found);
            if (value instanceof Map<?, ?> definition) {
                return new ClojureSpecification(name, definition);
            }
            throw new CheckException("model " + name + " in " + place + " must be a map of :initial and :step, not "
                    + (found == null ? "undefined" : value));
        } catch (CheckException e) {
            throw e;
        } catch (Exception | LinkageError e) { // Clojure throws checked exceptions without saying so
            throw new CheckException("model " + name + " in " + place + " could not be loaded: " + rootCause(e));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static String rootCause(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    private static Optional<IFn> function(String name, Map<?, ?> definition, String key) {
        Object value = definition.get(Clojure.read(key));
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof IFn function) {
            return Optional.of(function);
        }
        throw new CheckException("model " + name + ": " + key + " must be a function, not " + value);
    }

    @Override
    public Object initial() {
        return initial;
    }

    @Override
    public Optional<Object> step(Object state, Call call) {
        Object next = step.invoke(state, clojure(call));
        if (next == null) {
            throw new IllegalStateException(":step answered nil; it must answer the next state, or :illegal");
        }
        return next.equals(ILLEGAL) ? Optional.empty() : Optional.of(next);
    }

    @Override
    public boolean observes(Call call) {
        Object answer = observes.isPresent() ? observes.get().invoke(clojure(call)) : null;
        return answer != null && !answer.equals(false); // what counts as true in Clojure
    }

    @Override
    public String describe(Object state) {
        return describe.map(function -> String.valueOf(function.invoke(state)))
                .orElseGet(() ->
                        String.valueOf(Clojure.var("clojure.core", "pr-str").invoke(state)));
    }

    private static Object clojure(Call call) {
        Object argument = clojure(call.argument());
        return call.answer()
                .map(answer -> HASH_MAP.invoke(FUNCTION, call.function(), ARGUMENT, argument, ANSWER, clojure(answer)))
                .orElseGet(() -> HASH_MAP.invoke(FUNCTION, call.function(), ARGUMENT, argument));
    }

    private static Object clojure(Value value) {
        if (value instanceof Value.Whole whole) {
            return whole.value();
        } else if (value instanceof Value.Text text) {
            return text.value();
        } else if (value instanceof Value.Sequence sequence) {
            return VECTOR.invoke(
                    sequence.items().stream().map(ClojureSpecification::clojure).toArray());
        }
        return null;
    }
}
