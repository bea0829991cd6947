package floria.server.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class HomeTest {
    @TempDir Path temporary;

    @Test
    void makesAFolderAndATokenForTheOwnerAlone() throws IOException {
        Path folder = temporary.resolve("a/b");

        try (Home home = open(folder)) {
            assertThat(rights(folder)).isEqualTo("rwx------");
            assertThat(rights(folder.resolve("token"))).isEqualTo("rw-------");
            assertThat(rights(folder.resolve("lock"))).isEqualTo("rw-------");
            assertThat(home.token()).hasSize(43);
            assertThat(Files.readString(folder.resolve("token"))).isEqualTo(home.token() + "\n");
        }
    }

    @Test
    void keepsTheTokenAndClosesItToOthers() throws IOException {
        Path folder = temporary.resolve("home");
        String token;
        try (Home home = open(folder)) {
            token = home.token();
        }
        Files.setPosixFilePermissions(
                folder.resolve("token"), PosixFilePermissions.fromString("rw-r--r--"));

        try (Home home = open(folder)) {
            assertThat(home.token()).isEqualTo(token);
            assertThat(rights(folder.resolve("token"))).isEqualTo("rw-------");
        }
    }

    @Test
    void refusesFolderOfAnotherServerAndSaysWhere() {
        Path folder = temporary.resolve("home");
        try (Home home = open(folder)) {
            home.announce(new Home.Address("http://127.0.0.1:4711", 42, "1"));

            assertThatThrownBy(() -> open(folder))
                    .isInstanceOfSatisfying(
                            StartFailure.class,
                            failure -> assertThat(failure.exitCode()).isEqualTo(6))
                    .hasMessageContainingAll(
                            folder.toString(), "process 42", "http://127.0.0.1:4711", "--home");
        }
        open(folder).close();
    }

    @Test
    void announcesForTheOwnerAloneAndWithdraws() throws IOException {
        Path folder = temporary.resolve("home");
        Path announcement = folder.resolve("server.json");
        try (Home home = open(folder)) {
            home.announce(new Home.Address("http://127.0.0.1:4711", 42, "1"));
            assertThat(Files.readString(announcement))
                    .isEqualTo("{\"url\":\"http://127.0.0.1:4711\",\"pid\":42,\"version\":\"1\"}");
            assertThat(rights(announcement)).isEqualTo("rw-------");
        }
        assertThat(announcement).doesNotExist();
    }

    @Test
    void clearsAwayWhatAKilledServerAnnounced() throws IOException {
        Path folder = temporary.resolve("home");
        open(folder).close();
        Files.writeString(folder.resolve("server.json"), "{}");

        open(folder).close();

        assertThat(folder.resolve("server.json")).doesNotExist();
    }

    @Test
    void closesAFolderInWhichSitesWereWrittenFirst() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("home"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("sites.yaml"), "sites: {}");

        open(folder).close();

        assertThat(rights(folder)).isEqualTo("rwx------");
    }

    @Test
    void leavesAFolderAloneThatIsSomebodyElses() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("shared"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("notes.txt"), "mine");

        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(StartFailure.class)
                .hasMessageContainingAll(folder.toString(), "chmod 700");
        assertThat(rights(folder)).isEqualTo("rwxr-xr-x");
    }

    @Test
    void namesAFolderThatCannotBeMade() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");

        assertThatThrownBy(() -> open(file.resolve("home")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContainingAll(file.toString(), "--home");
    }

    private static Home open(Path folder) {
        return Home.open(folder, new SecureRandom());
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
