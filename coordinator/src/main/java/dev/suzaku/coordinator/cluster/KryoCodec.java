package dev.suzaku.coordinator.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.RecordSerializer;
import java.util.List;

/**
 * Wire messages to bytes and back. Only registered classes are read, nothing larger than {@value #MAX_BYTES} bytes is read or
 * written, and a message that does not use up its bytes is refused. Not thread-safe; {@link KryoSerializer} keeps one per thread.
 */
final class KryoCodec {
    static final int MAX_BYTES = 1024 * 1024;
    private static final int MAX_DEPTH = 16;
    private static final int FIRST_ID = 100;

    private final Kryo kryo = new ByInterface();

    KryoCodec(ActorRefResolver resolver) {
        kryo.setRegistrationRequired(true);
        kryo.setReferences(false);
        kryo.setMaxDepth(MAX_DEPTH);
        kryo.register(List.class, new ListSerializer(), FIRST_ID);
        kryo.register(ActorRef.class, new ActorRefSerializer(resolver), FIRST_ID + 1);
        int id = FIRST_ID + 2;
        for (Class<?> type : KryoRegistry.reachable()) {
            register(type, id++);
        }
    }

    /** Lists and actor references have many private classes; they are registered by their interface. */
    private static final class ByInterface extends Kryo {
        @Override
        public Registration getRegistration(Class type) {
            if (List.class.isAssignableFrom(type)) {
                return super.getRegistration(List.class);
            }
            return super.getRegistration(ActorRef.class.isAssignableFrom(type) ? ActorRef.class : type);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private void register(Class<?> type, int id) {
        if (type.isRecord()) {
            kryo.register(type, new RecordSerializer(type), id);
        } else {
            kryo.register(type, id);
        }
    }

    byte[] write(WireMessage message) {
        try (Output output = new Output(512, MAX_BYTES)) {
            kryo.writeClassAndObject(output, message);
            return output.toBytes();
        }
    }

    /** @throws KryoException for anything that is not exactly one wire message */
    WireMessage read(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new KryoException("a message of " + bytes.length + " bytes, at most " + MAX_BYTES + " are allowed");
        }
        try (BoundedInput input = new BoundedInput(bytes)) {
            Object message = kryo.readClassAndObject(input);
            if (input.position() != bytes.length) {
                throw new KryoException((bytes.length - input.position()) + " bytes after the message");
            }
            if (message instanceof WireMessage wire) {
                return wire;
            }
            throw new KryoException("not a wire message");
        } catch (RuntimeException e) {
            kryo.reset();
            throw e instanceof KryoException refused ? refused : new KryoException("not a wire message: " + e, e);
        }
    }
}
