package floria.tosca.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SourcesTest {

    @Test
    void referencesAreRelativeToTheFileThatTheyStandIn() {
        Bundle bundle =
                Bundle.of(
                        Map.of(
                                "main.yaml",
                                new byte[] {1},
                                "types/a.yaml",
                                new byte[] {2},
                                "b.yaml",
                                new byte[0]));

        assertThat(bundle.resolve("file:main.yaml", "types/a.yaml").orElseThrow().address())
                .isEqualTo("file:types/a.yaml");
        assertThat(bundle.resolve("file:types/a.yaml", "../b.yaml")).isPresent();
        assertThat(bundle.resolve("file:types/a.yaml", "./a.yaml")).isPresent();
        assertThat(bundle.resolve("file:types/a.yaml", "b.yaml")).isEmpty();
        assertThat(bundle.resolve("file:main.yaml", "file:b.yaml")).isPresent();
        assertThat(bundle.file("./types/../main.yaml")).isPresent();
    }

    @Test
    void nothingLeadsOutOfABundle() {
        Bundle bundle = Bundle.of(Map.of("a/main.yaml", new byte[0], "passwd", new byte[0]));

        assertThat(bundle.resolve("file:a/main.yaml", "../../passwd")).isEmpty();
        assertThat(bundle.resolve("file:a/main.yaml", "/passwd")).isEmpty();
        assertThat(bundle.resolve("file:a/main.yaml", "https://example.org/passwd")).isEmpty();
        assertThat(bundle.resolve("profile:x/main.yaml", "passwd")).isEmpty();
        assertThat(Bundle.of(Map.of("../a", new byte[0])).file("a")).isEmpty();
    }

    @Test
    void aFolderIsReadWhenItIsAskedAndNeverLeft(@TempDir Path temp) throws IOException {
        Path root = Files.createDirectories(temp.resolve("root/sub"));
        Files.writeString(temp.resolve("outside.yaml"), "secret");
        Files.writeString(root.resolve("in.yaml"), "in");
        Files.createSymbolicLink(root.resolve("out.yaml"), temp.resolve("outside.yaml"));
        Files.createSymbolicLink(root.resolve("link.yaml"), root.resolve("in.yaml"));
        Folder folder = Folder.at(temp.resolve("root"));

        Files.writeString(root.resolve("late.yaml"), "late");

        assertThat(folder.file("sub/in.yaml").orElseThrow().address())
                .isEqualTo("file:sub/in.yaml");
        assertThat(folder.resolve("file:sub/in.yaml", "late.yaml").orElseThrow().text())
                .isEqualTo("late");
        assertThat(folder.resolve("file:sub/in.yaml", "link.yaml")).isPresent();
        assertThat(folder.resolve("file:sub/in.yaml", "out.yaml")).isEmpty();
        assertThat(folder.resolve("file:sub/in.yaml", "../../outside.yaml")).isEmpty();
        assertThat(folder.resolve("file:sub/in.yaml", "..")).isEmpty();
        assertThat(folder.resolve("file:sub/in.yaml", "a\0b")).isEmpty();
    }
}
