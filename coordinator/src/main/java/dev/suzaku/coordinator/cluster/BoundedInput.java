package dev.suzaku.coordinator.cluster;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;

/** Input that never allocates for more than it holds: a length prefix larger than the remaining bytes is refused. */
final class BoundedInput extends Input {

    BoundedInput(byte[] bytes) {
        super(bytes);
    }

    void requireRemaining(int count) {
        if (count < 0 || count > limit - position) {
            throw new KryoException("a length of " + count + " with " + (limit - position) + " bytes left");
        }
    }

    /** As Kryo's, with the length checked first; see {@code Output.writeString} for the format. */
    @Override
    public String readString() {
        int start = position;
        if (readVarIntFlag()) {
            int charactersPlusOne = readVarIntFlag(true);
            requireRemaining(Math.max(0, charactersPlusOne - 1));
        }
        position = start;
        return super.readString();
    }

    @Override
    public byte[] readBytes(int length) {
        requireRemaining(length);
        return super.readBytes(length);
    }

    @Override
    public int[] readInts(int length) {
        requireRemaining(length);
        return super.readInts(length);
    }

    @Override
    public long[] readLongs(int length) {
        requireRemaining(length);
        return super.readLongs(length);
    }
}
