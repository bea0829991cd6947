package floria.cli.verb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Supplier;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;
import floria.cli.api.Json;

/** Copies a file from or to an instance. */
public final class Cp extends Verb {
    private final Supplier<String> from = argument("FROM", "What is copied.");

    private final Supplier<String> to = argument("TO", "Where it goes.");

    public Cp(Surroundings around) {
        super(around, "cp", "Copy a file from an instance of a node, or to it.");
        explain(
                "One of the two is DEPLOYMENT:NODE:PATH, or DEPLOYMENT:NODE.INDEX:PATH for another"
                        + " instance than the first. A relative PATH is below the node's workspace. A"
                        + " local path with a colon is written with ./ before it; - is the standard"
                        + " output.");
        examples(
                "floria cp train-digits:training:model.joblib .",
                "floria cp data.csv notebook:notebook:work/data.csv",
                "floria cp two-tier:db:/etc/hostname - ");
    }

    @Override
    Exit run() {
        String source = from.get();
        String target = to.get();
        boolean remoteSource = Place.isOne(source);
        if (remoteSource == Place.isOne(target)) {
            throw Failure.usage(
                    "One of " + source + " and " + target + " must be on an instance.",
                    "Write that one as DEPLOYMENT:NODE:PATH.");
        }
        try {
            return remoteSource
                    ? download(Place.parse(source), target)
                    : upload(around().folder().resolve(source), Place.parse(target));
        } catch (IOException e) {
            throw new Failure(
                    Exit.NOT_FOUND,
                    "not-found",
                    "The file cannot be copied: " + e.getMessage() + ".",
                    "Check the local path, and the space left.");
        }
    }

    private Exit download(Place place, String target) throws IOException {
        try (InputStream content =
                server().download(place.deployment(), place.node(), place.index(), place.path())) {
            if (target.equals("-")) {
                content.transferTo(screen().out());
                screen().out().flush();
                return Exit.OK;
            }
            Path file = around().folder().resolve(target);
            if (Files.isDirectory(file)) {
                file = file.resolve(place.fileName());
            }
            // Under its name only when it is whole.
            Path parent = file.toAbsolutePath().getParent();
            Path part = Files.createTempFile(parent, ".floria-", ".part");
            try {
                long bytes = Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
                return copied(place.toString(), file.toString(), bytes);
            } finally {
                Files.deleteIfExists(part);
            }
        }
    }

    private Exit upload(Path file, Place place) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new Failure(
                    Exit.NOT_FOUND,
                    "not-found",
                    file + " is not a file.",
                    "Files are copied one by one; pack a folder with tar first.");
        }
        Path name = file.getFileName();
        Place whole =
                place.path().isEmpty() || place.path().endsWith("/")
                        ? place.below(String.valueOf(name))
                        : place;
        server().upload(whole.deployment(), whole.node(), whole.index(), whole.path(), file);
        return copied(file.toString(), whole.toString(), Files.size(file));
    }

    private Exit copied(String source, String target, long bytes) {
        if (json()) {
            print(Json.object().put("from", source).put("to", target).put("bytes", bytes));
        } else if (screen().terminal()) {
            print(source + " → " + target + ", " + bytes + " bytes");
        }
        return Exit.OK;
    }
}
