package dev.suzaku.faults.soak;

import java.io.IOException;
import java.util.OptionalLong;

/** Redis's protocol, requests as inline commands. */
final class RedisLink extends KeyValueLink {
    RedisLink(int port) throws IOException {
        super(port);
    }

    @Override
    void set(String key, long value) throws IOException {
        send("SET " + key + " " + value + "\r\n");
        expect("+OK");
    }

    @Override
    long increment(String key) throws IOException {
        send("INCR " + key + "\r\n");
        String answer = line();
        return number(answer.startsWith(":") ? answer.substring(1) : answer);
    }

    @Override
    OptionalLong get(String key) throws IOException {
        send("GET " + key + "\r\n");
        String head = line();
        return head.equals("$-1") ? OptionalLong.empty() : OptionalLong.of(number(line()));
    }
}
