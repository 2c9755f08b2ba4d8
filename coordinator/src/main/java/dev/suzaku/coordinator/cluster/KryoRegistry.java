package dev.suzaku.coordinator.cluster;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The classes that may be serialized: everything reachable from {@link WireMessage} through permitted subclasses, record components
 * and type arguments, in the order of their names. Both ends compute the same list from the same build.
 */
final class KryoRegistry {
    private KryoRegistry() {}

    static List<Class<?>> reachable() {
        Set<Class<?>> found = new TreeSet<>(Comparator.comparing(Class::getName));
        visit(WireMessage.class, found);
        return List.copyOf(found);
    }

    private static void visit(Type type, Set<Class<?>> found) {
        if (type instanceof ParameterizedType generic) {
            visit(generic.getRawType(), found);
            for (Type argument : generic.getActualTypeArguments()) {
                visit(argument, found);
            }
        } else if (type instanceof Class<?> named) {
            visitClass(named, found);
        }
    }

    private static void visitClass(Class<?> type, Set<Class<?>> found) {
        if (type.isSealed() && type.isInterface()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                visit(permitted, found);
            }
        } else if (type.isEnum()) {
            found.add(type);
        } else if (type.isRecord()) {
            if (found.add(type)) {
                for (RecordComponent component : type.getRecordComponents()) {
                    visit(component.getGenericType(), found);
                }
            }
        } else if (!isBuiltIn(type)) {
            throw new IllegalStateException(
                    "a wire message holds a " + type.getName() + ", which cannot be serialized");
        }
    }

    /** Registered by hand in {@link KryoCodec}, or part of Kryo. */
    private static boolean isBuiltIn(Class<?> type) {
        return type.isPrimitive()
                || type == String.class
                || Number.class.isAssignableFrom(type)
                || type == Boolean.class
                || Collection.class.isAssignableFrom(type)
                || type == akka.actor.typed.ActorRef.class;
    }
}
