package dev.suzaku.checkers.models;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What memcached 1.6 counts with, and what it calls non-numeric. */
class KvNumberTest {
    private static final String MAX = "18446744073709551615";

    @ParameterizedTest
    @CsvSource({
        "'0', 0",
        "'9', 9",
        "'-0', 0",
        "'10', 10",
        "' 7', 7",
        "'\t\n\u000b\f\r 7', 7",
        "'+7', 7",
        "'7 ', 7",
        "'7 and more', 7",
        "'7\u0000x', 7",
        "'7\t', 7",
        "'007', 7",
        "'000000000000000000000000000007', 7",
        "'" + MAX + "', -1",
        "'9223372036854775808', -9223372036854775808",
        "'-18446744073709551615', 1",
        "'-9223372036854775809', 9223372036854775807"
    })
    void is_a_number(String text, long bits) {
        assertThat(KvNumber.of(text)).hasValue(bits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                "+",
                "--1",
                "x",
                "1x",
                "1/",
                "1:",
                "/1",
                ":1",
                "1.5",
                "-1",
                "-5",
                "-9223372036854775808",
                "18446744073709551616",
                "99999999999999999999",
                "100000000000000000000",
                "999999999999999999999999999999"
            })
    void is_none(String text) {
        assertThat(KvNumber.of(text)).isEmpty();
    }
}
