package floria.cli.template;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import tools.jackson.databind.node.ObjectNode;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.api.Json;
import floria.tosca.Reading;
import floria.tosca.Tosca;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problem;
import floria.tosca.source.Folder;
import floria.tosca.source.Source;
import floria.tosca.source.Sources;
import floria.tosca.source.WebAddress;

/**
 * A template on this machine, read together with every file that it refers to.
 *
 * @param name its path within its folder
 * @param shown how the person named it; problems are shown under this name
 */
public record Template(String name, Path shown, Reading reading) {
    private static final String SCHEME = "file:";

    /**
     * Reads a template; fails with a {@link Failure} if there is none, or if it refers to files
     * outside of its folder.
     *
     * @param shown as on the command line
     * @param folder the working folder
     * @param library what templates may import besides files
     */
    public static Template read(Path shown, Path folder, Sources library) {
        Path path = folder.resolve(shown);
        Path parent = path.toAbsolutePath().getParent();
        Path last = path.getFileName();
        if (parent == null || last == null || Files.isDirectory(path)) {
            throw invalid(shown + " is a folder, not a template.", "Name the template's file.");
        }
        String name = last.toString();
        Outside outside = new Outside(parent);
        Source source = new Source(SCHEME + name, bytes(shown, path));
        Reading reading = Tosca.read(source, files(shown, parent).or(library).or(outside));
        if (!outside.references().isEmpty()) {
            throw outOfBounds(shown, outside.references());
        }
        return new Template(name, shown, reading);
    }

    /** The problems of the template itself, under the name by which the person knows it. */
    public List<Problem> problems() {
        return rebased(reading.problems());
    }

    /** Problems that came from the server, under the names by which the person knows the files. */
    public List<Problem> rebased(List<Problem> problems) {
        return problems.stream().map(problem -> problem.at(this::rebased)).toList();
    }

    /** The files behind the locations of {@link #rebased} problems. */
    public List<Source> sources() {
        return reading.sources().stream()
                .map(source -> source.at(rebased(source.address())))
                .toList();
    }

    /** What the server needs of this machine: {@code template} and {@code files} of a request. */
    public ObjectNode request() {
        ObjectNode request = Json.object().put("template", name);
        ObjectNode files = request.putObject("files");
        for (Source source : reading.sources()) {
            // The files in an archive go with it.
            if (source.address().startsWith(SCHEME) && !source.address().contains("!/")) {
                put(files.putObject(source.address().substring(SCHEME.length())), source);
            } else if (WebAddress.is(source.address())) {
                put(files.putObject(source.address()), source);
            }
        }
        return request;
    }

    private static void put(ObjectNode file, Source source) {
        byte[] bytes = source.bytes();
        try {
            // Text goes as text, so that a request can be read; what is not UTF-8 must keep its
            // bytes.
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            file.put("text", text);
        } catch (CharacterCodingException e) {
            file.put("base64", Base64.getEncoder().encodeToString(bytes));
        }
    }

    private static byte[] bytes(Path shown, Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw invalid(
                    "There is no file " + shown + ".",
                    "Give the path of a TOSCA template, such as examples/notebook.yaml.");
        } catch (IOException e) {
            throw invalid(
                    shown + " cannot be read: " + e.getMessage() + ".",
                    "Give the path of a TOSCA template that you may read.");
        }
    }

    private static Sources files(Path shown, Path parent) {
        try {
            return Folder.at(parent);
        } catch (IOException e) {
            throw invalid(
                    "The folder of " + shown + " cannot be read: " + e.getMessage() + ".",
                    "Give the path of a TOSCA template that you may read.");
        }
    }

    private static Failure outOfBounds(Path shown, Set<String> references) {
        return new Failure(
                Exit.INVALID_TEMPLATE,
                "outside-of-folder",
                shown
                        + " refers to "
                        + String.join(", ", new TreeSet<>(references))
                        + ", outside of the template's folder. Only files in that folder and below"
                        + " are sent to the server.",
                "Put the file beside the template, or the template into a folder above.");
    }

    private static Failure invalid(String message, String hint) {
        return new Failure(Exit.INVALID_TEMPLATE, "unreadable-template", message, hint);
    }

    private Location rebased(Location location) {
        return new Location(
                rebased(location.address()),
                location.line(),
                location.column(),
                location.endLine(),
                location.endColumn());
    }

    private String rebased(String address) {
        Path parent = shown.getParent();
        if (parent == null || !address.startsWith(SCHEME)) {
            return address;
        }
        return SCHEME + parent.resolve(address.substring(SCHEME.length()));
    }
}
