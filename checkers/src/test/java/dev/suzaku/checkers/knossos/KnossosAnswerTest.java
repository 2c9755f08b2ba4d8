package dev.suzaku.checkers.knossos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class KnossosAnswerTest {
    @Test
    void the_three_answers_are_read() {
        assertThat(KnossosAnswer.parse("valid", 4)).isEqualTo(new KnossosAnswer.Valid());
        assertThat(KnossosAnswer.parse("unknown :timeout", 4)).isEqualTo(new KnossosAnswer.Unknown(":timeout"));
        assertThat(KnossosAnswer.parse("invalid 3 -1 nil", 4)).isEqualTo(new KnossosAnswer.Invalid(3, -1, "nil"));
    }

    @Test
    void everything_else_is_no_answer() {
        for (String line : List.of(
                "",
                "Valid",
                "valid ",
                "unknown ",
                "invalid",
                "invalid 4 0 x",
                "invalid 0 4 x",
                "invalid -1 0 x",
                "invalid 0 -2 x",
                "invalid 99999999999 0 x",
                "unknown " + "x".repeat(2001))) {
            assertThatThrownBy(() -> KnossosAnswer.parse(line, 4))
                    .as(line)
                    .isInstanceOf(KnossosProcessException.class)
                    .hasMessageContaining("no answer");
        }
    }
}
