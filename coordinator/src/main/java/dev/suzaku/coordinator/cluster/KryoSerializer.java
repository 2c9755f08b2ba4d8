package dev.suzaku.coordinator.cluster;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.SerializerWithStringManifest;
import com.esotericsoftware.kryo.KryoException;
import java.io.NotSerializableException;

/** Akka's door to {@link KryoCodec}. Bytes that are refused become a {@link NotSerializableException}, which Akka logs and drops. */
public final class KryoSerializer extends SerializerWithStringManifest {
    /** Version of the wire messages; a node of another version is not understood, and says so. */
    static final String MANIFEST = "suzaku-1";

    private static final int IDENTIFIER = 7_101_970;

    private final ThreadLocal<KryoCodec> codecs;

    /** Called by Akka. */
    public KryoSerializer(ExtendedActorSystem system) {
        this.codecs = ThreadLocal.withInitial(() -> new KryoCodec(ActorRefResolver.get(Adapter.toTyped(system))));
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return MANIFEST;
    }

    @Override
    public byte[] toBinary(Object message) {
        return codecs.get().write((WireMessage) message);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        if (!MANIFEST.equals(manifest)) {
            throw new NotSerializableException("a message of another version (" + manifest + ")");
        }
        try {
            return codecs.get().read(bytes);
        } catch (KryoException e) {
            throw new NotSerializableException("refused bytes from the cluster: " + e.getMessage());
        }
    }
}
