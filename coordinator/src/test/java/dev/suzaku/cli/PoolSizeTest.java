package dev.suzaku.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.coordinator.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolSizeTest {
    @Test
    void mebibytesAndGibibytesAreRead() {
        assertThat(PoolSize.bytes("512MiB")).isEqualTo(512L << 20);
        assertThat(PoolSize.bytes("4096GiB")).isEqualTo(4096L << 30);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1GB",
                "0GiB",
                "-1GiB",
                "15MiB",
                "4097GiB",
                "9999999GiB",
                "99999999MiB",
                "1.5GiB",
                " 1GiB"
            })
    void anythingElseIsRefusedWithTheRange(String text) {
        assertThatThrownBy(() -> PoolSize.bytes(text))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("16MiB to 4096GiB");
    }
}
