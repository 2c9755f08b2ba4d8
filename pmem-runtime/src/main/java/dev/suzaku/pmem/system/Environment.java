package dev.suzaku.pmem.system;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The environment that a child process gets: this JVM's, byte for byte, without some variables. Immutable, as a JVM's own is. */
public final class Environment {
    private final Memory array;

    private Environment(Memory array) {
        this.array = array;
    }

    /** This JVM's without the variables of these names. */
    public static Environment without(Set<String> names) {
        Pointer[] all = NativeLibrary.getProcess()
                .getGlobalVariableAddress("environ")
                .getPointer(0)
                .getPointerArray(0);
        List<Pointer> kept = Arrays.stream(all)
                .filter(variable -> !names.contains(nameOf(variable)))
                .toList();
        Memory array = new Memory((kept.size() + 1L) * Long.BYTES);
        array.clear();
        for (int i = 0; i < kept.size(); i++) {
            array.setPointer((long) i * Long.BYTES, kept.get(i));
        }
        return new Environment(array);
    }

    private static String nameOf(Pointer variable) {
        return variable.getString(0, "ISO-8859-1").split("=", 2)[0];
    }

    Pointer pointer() {
        return array;
    }
}
