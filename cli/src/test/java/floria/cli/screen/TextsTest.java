package floria.cli.screen;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TextsTest {

    @Test
    void countsColumnsAndNotCharacters() {
        assertThat(Texts.width("\u001b[31mred\u001b[0m")).isEqualTo(3);
        assertThat(Texts.width("日本")).isEqualTo(4);
        assertThat(Texts.width("e\u0301")).isEqualTo(1);
    }

    @Test
    void cutsToAWidthAndEndsColours() {
        assertThat(Texts.fit("abcdef", 4)).isEqualTo("abc…");
        assertThat(Texts.fit("abcdef", 6)).isEqualTo("abcdef");
        assertThat(Texts.fit("\u001b[31mabcdef\u001b[0m", 3)).isEqualTo("\u001b[31mab…\u001b[0m");
        assertThat(Texts.width(Texts.fit("日本語", 4))).isLessThanOrEqualTo(4);
    }

    @Test
    void wrapsAtSpacesAndKeepsLongWords() {
        assertThat(Texts.wrap("one two three", 7)).containsExactly("one two", "three");
        assertThat(Texts.wrap("incomprehensible", 4)).containsExactly("incomprehensible");
    }

    @Test
    void saysDurations() {
        assertThat(Texts.clock(Duration.ofSeconds(67))).isEqualTo("1:07");
        assertThat(Texts.clock(Duration.ofSeconds(3723))).isEqualTo("1:02:03");
        assertThat(Texts.clock(Duration.ofSeconds(-3))).isEqualTo("0:00");
        assertThat(Texts.age(Duration.ofHours(50))).isEqualTo("2d");
    }

    @Test
    void takesOutWhatCouldSteerATerminal() {
        assertThat(Texts.plain("a\u001b[2Jb\u0007\nc")).isEqualTo("a[2Jb c");
    }
}
