package dev.suzaku.pmem.system;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;

/** Texts as C sees them, in the encoding that this JVM has for file names and arguments. */
final class CStrings {
    private static final Charset NATIVE = Charset.forName(System.getProperty("sun.jnu.encoding"));

    /** What a JVM makes of bytes that its encoding does not know: what they were is lost. */
    private static final char UNREADABLE = '\ufffd';

    private CStrings() {}

    /**
     * The text with a zero byte behind it.
     *
     * @throws IllegalArgumentException when it holds a zero byte, what the encoding has no bytes for, or what stands for bytes that could
     *     not be read
     */
    static byte[] of(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a text for the system holds a zero byte: " + text);
        }
        if (text.indexOf(UNREADABLE) >= 0) {
            throw new IllegalArgumentException("\"" + text + "\" holds bytes that are no text in " + NATIVE
                    + ", the encoding of this JVM; choose a locale whose encoding it is");
        }
        try {
            ByteBuffer bytes = NATIVE.newEncoder().encode(CharBuffer.wrap(text + '\0'));
            return Arrays.copyOf(bytes.array(), bytes.limit());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "cannot write \"" + text + "\" in " + NATIVE
                            + ", the encoding of this JVM; choose a locale with UTF-8",
                    e);
        }
    }

    /** An array of pointers to texts that ends with a null pointer. */
    static Memory arrayOf(List<String> texts) {
        List<byte[]> all = texts.stream().map(CStrings::of).toList();
        long pointers = (all.size() + 1L) * Long.BYTES;
        Memory array =
                new Memory(pointers + all.stream().mapToInt(text -> text.length).sum());
        long at = pointers;
        for (int i = 0; i < all.size(); i++) {
            array.write(at, all.get(i), 0, all.get(i).length);
            array.setPointer((long) i * Long.BYTES, array.share(at));
            at += all.get(i).length;
        }
        array.setPointer((long) all.size() * Long.BYTES, Pointer.NULL);
        return array;
    }
}
