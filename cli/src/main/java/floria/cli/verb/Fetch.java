package floria.cli.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

import tools.jackson.databind.node.ObjectNode;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;
import floria.cli.api.Json;
import floria.cli.fetch.Bounds;
import floria.cli.fetch.Collector;
import floria.cli.fetch.Outcome;
import floria.cli.fetch.Web;
import floria.cli.screen.Style;
import floria.cli.screen.Symbols;
import floria.cli.template.Library;
import floria.profiles.Profiles;
import floria.tosca.source.Folder;
import floria.tosca.source.Source;
import floria.tosca.source.WebAddress;

/** Gets what templates import from the web. */
public final class Fetch extends Verb {
    private final Supplier<List<String>> files =
            arguments("FILE|URL", "TOSCA templates, archives, or addresses that templates import.");
    private final Supplier<Boolean> inward =
            flag(
                    "Fetch from this machine and its networks too, which is refused otherwise: a"
                            + " template must not choose what is asked there.",
                    "--allow-private");

    private boolean failed;

    public Fetch(Surroundings around) {
        super(around, "fetch", "Get what templates import from the web, for use offline.");
        explain(
                "All other verbs, and the server, read what was fetched and never go to the web."
                        + " Fetches imports of imports too; what is there already is only asked for"
                        + " changes.",
                "The files are kept in the folder floria/imports of $XDG_CACHE_HOME (~/.cache)."
                        + " Public files of http and https addresses are fetched, without a"
                        + " password and without a proxy.");
        examples(
                "floria fetch my.yaml",
                "floria fetch https://example.org/types/storage.yaml",
                "floria fetch --allow-private http://gitlab.lan/types/raw/main/types.yaml");
    }

    @Override
    Exit run() {
        Collector collector =
                new Collector(
                        Web.of(inward.get(), Bounds.STANDARD),
                        Library.fetched(around()),
                        new Profiles(),
                        Bounds.STANDARD,
                        this::tell);
        for (String name : files.get()) {
            if (name.contains("://")) {
                collector.address(address(name));
            } else {
                template(name, collector);
            }
        }
        return failed ? Exit.UNREACHABLE : Exit.OK;
    }

    private static String address(String name) {
        return WebAddress.of("", name)
                .orElseThrow(() ->
                        Failure.usage(
                                "This is not an address that can be fetched.",
                                "It begins with https:// or http://, and has no user in it."));
    }

    private void template(String name, Collector collector) {
        try {
            Path path = around().folder().resolve(name).toAbsolutePath().normalize();
            Path root = Optional.ofNullable(path.getRoot()).orElseThrow();
            String slashed =
                    root.relativize(path)
                            .toString()
                            .replace(path.getFileSystem().getSeparator(), "/");
            collector.template(
                    new Source("file:" + slashed, Files.readAllBytes(path)), Folder.at(root));
        } catch (NoSuchFileException | InvalidPathException _) {
            throw new Failure(
                    Exit.INVALID_TEMPLATE, "template-missing", "There is no file " + name + ".");
        } catch (IOException e) {
            throw new Failure(
                    Exit.INVALID_TEMPLATE,
                    "template-unreadable",
                    name + " cannot be read: " + e.getMessage() + ".");
        }
    }

    private void tell(Outcome outcome) {
        failed |= outcome.result() == Outcome.Result.FAILED;
        if (json()) {
            print(json(outcome));
            return;
        }
        Style style = screen().style();
        Symbols symbols = Symbols.of(screen());
        String address = outcome.address();
        switch (outcome.result()) {
            case FETCHED ->
                    print(
                            style.green(symbols.good())
                                    + " %s was fetched: %d bytes."
                                            .formatted(address, outcome.bytes()));
            case UNCHANGED -> print(style.green(symbols.good()) + " " + address + " is as it was.");
            case BUNDLED ->
                    print(style.green(symbols.good()) + " " + address + " comes with Floria.");
            case FAILED -> failed(style.red(symbols.bad()), outcome);
            case LEFT_OUT -> failed(style.yellow(symbols.bad()), outcome);
        }
    }

    private void failed(String sign, Outcome outcome) {
        print(
                "%s %s was not fetched: %s."
                        .formatted(sign, outcome.address(), visible(outcome.message())));
        if (!outcome.hint().isEmpty()) {
            print("  " + outcome.hint());
        }
    }

    private static ObjectNode json(Outcome outcome) {
        ObjectNode line =
                Json.object()
                        .put("address", outcome.address())
                        .put(
                                "result",
                                outcome.result().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (outcome.message().isEmpty()) {
            return line.put("bytes", outcome.bytes());
        }
        line.put("message", outcome.message());
        return outcome.hint().isEmpty() ? line : line.put("hint", outcome.hint());
    }

    /** Servers may say anything, but not to the terminal. */
    private static String visible(String text) {
        return text.replaceAll("\\p{Cntrl}", "");
    }
}
