package dev.suzaku.coordinator.cluster;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.ImmutableSerializer;
import java.util.ArrayList;
import java.util.List;

/** Lists of any kind, read back as immutable ones. An element takes at least one byte, so the size is bounded by the input. */
final class ListSerializer extends ImmutableSerializer<List<?>> {

    @Override
    public void write(Kryo kryo, Output output, List<?> list) {
        output.writeInt(list.size(), true);
        list.forEach(element -> kryo.writeClassAndObject(output, element));
    }

    @Override
    public List<?> read(Kryo kryo, Input input, Class<? extends List<?>> type) {
        int size = input.readInt(true);
        ((BoundedInput) input).requireRemaining(size);
        List<Object> list = new ArrayList<>(Math.min(size, 1_024));
        for (int i = 0; i < size; i++) {
            Object element = kryo.readClassAndObject(input);
            if (element == null) {
                throw new KryoException("a list holds nothing at " + i);
            }
            list.add(element);
        }
        return List.copyOf(list);
    }
}
