package floria.tosca.source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WebAddressTest {

    @ParameterizedTest
    @CsvSource({
        "https://example.org/a.yaml, https://example.org/a.yaml",
        "HTTPS://Example.ORG:443/a.yaml#part, https://example.org/a.yaml",
        "http://example.org, http://example.org/",
        "http://example.org:8080/x/../a.yaml?v=1, http://example.org:8080/a.yaml?v=1",
        "https://example.org/ä.yaml, https://example.org/%C3%A4.yaml"
    })
    void hasOneFormForEachAddress(String written, String normal) {
        assertThat(WebAddress.of("file:t.yaml", written)).contains(normal);
        assertThat(WebAddress.of("", normal)).contains(normal);
    }

    @ParameterizedTest
    @CsvSource({
        "b.yaml, https://example.org/types/b.yaml",
        "../b.yaml, https://example.org/b.yaml",
        "/b.yaml, https://example.org/b.yaml",
        "//other.org/b.yaml, https://other.org/b.yaml"
    })
    void takesReferencesAsSeenFromAFileOfTheWeb(String written, String normal) {
        assertThat(WebAddress.of("https://example.org/types/a.yaml", written)).contains(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.yaml",
                "/a.yaml",
                "file:///etc/passwd",
                "ftp://example.org/a",
                "https:a.yaml",
                "https://user:word@example.org/a",
                "https:///a",
                "http://[/a",
                "org.oasis-open.simple:2.0",
                "a b",
                ""
            })
    void isNoOtherKindOfAddress(String written) {
        assertThat(WebAddress.of("file:t.yaml", written)).isEmpty();
    }

    @Test
    void neverLeadsFromTheWebToThisMachine() {
        assertThat(WebAddress.of("https://example.org/a", "file:///etc/passwd")).isEmpty();
        assertThat(WebAddress.of("https://example.org/a", "https://u@example.org/")).isEmpty();
    }
}
