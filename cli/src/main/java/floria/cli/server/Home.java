package floria.cli.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.api.Json;

/** The state folder of a private server, as its clients read it. */
public record Home(Path folder) {

    /** What a running server says of itself; also what one left that was killed. */
    public record Address(URI url, long pid, String version) {

        /** Whether the process is there. */
        public boolean alive() {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
        }
    }

    /** The file in which a server says where it is. */
    public Path announcement() {
        return folder.resolve("server.json");
    }

    /** What a server that a client started has printed. */
    public Path log() {
        return folder.resolve("server.log");
    }

    Path startLock() {
        return folder.resolve("start.lock");
    }

    /** Where the server is, or was until it was killed. */
    public Optional<Address> address() {
        try {
            JsonNode node = Json.parse(Files.readString(announcement()));
            return Json.optional(node, "url")
                    .map(url ->
                            new Address(
                                    URI.create(url),
                                    node.path("pid").asLong(0),
                                    Json.text(node, "version")));
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The token of the private server's only user. */
    public String token() {
        Path file = folder.resolve("token");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new Failure(
                    Exit.UNREACHABLE,
                    "no-token",
                    "The server's token in " + file + " cannot be read.",
                    "The state folder belongs to another user, or FLORIA_HOME names a wrong one.");
        }
    }

    /** Makes the folder, for its owner alone. */
    void create() {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder.toAbsolutePath().getParent());
                Files.createDirectory(
                        folder,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
        } catch (java.nio.file.FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw unusable(e);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** The last lines of the server's log. */
    List<String> lastLines(int count) {
        try {
            List<String> lines = Files.readString(log()).lines().toList();
            return lines.subList(Math.max(0, lines.size() - count), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }

    Failure unusable(IOException e) {
        return new Failure(
                Exit.UNREACHABLE,
                "home-unusable",
                "The state folder " + folder + " cannot be used: " + e.getMessage() + ".",
                "Set FLORIA_HOME to a folder that you may write to.");
    }
}
