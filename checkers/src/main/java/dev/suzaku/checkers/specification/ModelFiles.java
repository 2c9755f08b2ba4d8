package dev.suzaku.checkers.specification;

import dev.suzaku.checkers.CheckException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds a user's model in a jar or a directory of classes or sources. */
public final class ModelFiles {
    private ModelFiles() {}

    /**
     * The model of that name.
     *
     * @param name a public Java class that implements {@link Specification} and has a public constructor without
     *     parameters, or NAMESPACE/VAR of Clojure
     * @param place a jar file, or a directory that holds packages or namespaces
     * @throws CheckException when there is none, in words for who wrote it
     */
    public static Specification<?> load(String name, Path place) {
        if (!Files.exists(place)) {
            throw new CheckException("the model's jar " + place + ": no such file or directory");
        }
        // never closed: the model may load more of its classes as long as it is used
        ClassLoader loader = new URLClassLoader(new URL[] {url(place)}, Specification.class.getClassLoader());
        return name.contains("/") ? ClojureSpecification.load(name, place, loader) : javaModel(name, place, loader);
    }

    private static URL url(Path place) {
        try {
            return place.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new CheckException("the model's jar " + place + ": " + e.getMessage());
        }
    }

    private static Specification<?> javaModel(String name, Path place, ClassLoader loader) {
        try {
            Object model = Class.forName(name, true, loader).getConstructor().newInstance();
            if (model instanceof Specification<?> specification) {
                return specification;
            }
            throw new CheckException("class " + name + " in " + place + " does not implement "
                    + Specification.class.getName() + ", so it is no model");
        } catch (ClassNotFoundException e) {
            throw new CheckException(
                    "there is no class " + name + " in " + place + "; a model in Clojure is named NAMESPACE/VAR");
        } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
            throw new CheckException("class " + name + " in " + place
                    + " must be public, not abstract, and have a public constructor without parameters (" + e + ")");
        } catch (ReflectiveOperationException e) {
            throw new CheckException("class " + name + " in " + place + " could not be made: " + e.getCause());
        } catch (LinkageError e) {
            throw new CheckException("class " + name + " in " + place + " could not be loaded: "
                    + (e.getCause() == null ? e : e.getCause()));
        }
    }
}
