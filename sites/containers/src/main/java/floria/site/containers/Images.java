package floria.site.containers;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;

import tools.jackson.core.JacksonException;

import floria.site.Fault;
import floria.site.SiteException;

/** What stands for a logical image name on an engine, and how it gets there. */
final class Images {

    private final Engine engine;
    private final ContainerSettings settings;

    Images(Engine engine, ContainerSettings settings) {
        this.engine = engine;
        this.settings = settings;
    }

    /** The names to try, the likeliest first. */
    List<String> candidates(String logical) {
        String mapped = settings.images().get(logical);
        if (mapped != null) {
            return List.of(mapped);
        }
        SequencedSet<String> names = new LinkedHashSet<>();
        names.add(logical);
        names.add("localhost/" + logical);
        names.add(qualified(logical));
        return List.copyOf(names);
    }

    boolean mayPull() {
        return settings.pull() == ContainerSettings.Pull.MISSING;
    }

    /** Fetches the image of a logical name, and answers its name on the engine. */
    String pull(Limit limit, String logical) {
        String mapped = settings.images().get(logical);
        String name = qualified(mapped != null ? mapped : logical);
        Optional<String> error;
        try {
            error = pulled(limit.atMost(settings.pullLimit()), name);
        } catch (Refusal e) {
            error = Optional.of(e.words());
        }
        if (error.isPresent()) {
            throw new SiteException(missing(logical, Optional.of(error.get())));
        }
        return name;
    }

    private Optional<String> pulled(Limit limit, String name) {
        int colon = name.lastIndexOf(':');
        boolean tagged = colon > name.lastIndexOf('/') && !name.contains("@");
        String query =
                "fromImage="
                        + Engine.encoded(tagged ? name.substring(0, colon) : name)
                        + (name.contains("@")
                                ? ""
                                : "&tag="
                                        + Engine.encoded(
                                                tagged ? name.substring(colon + 1) : "latest"));
        return engine.exchange(
                limit,
                "POST",
                "/images/create?" + query,
                Optional.empty(),
                "",
                (_, answer) -> {
                    BufferedReader lines =
                            new BufferedReader(
                                    new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
                    Optional<String> error = Optional.empty();
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        Optional<String> told = error(line);
                        error = told.isPresent() ? told : error;
                    }
                    return error;
                });
    }

    private Optional<String> error(String line) {
        try {
            return Optional.of(engine.json().readTree(line).path("error").asString(""))
                    .filter(text -> !text.isEmpty());
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    /** The failure that names the setting by which it is mended. */
    Fault missing(String logical, Optional<String> whyNotPulled) {
        List<String> tried = candidates(logical);
        String engineImage = tried.getLast();
        String fetched =
                whyNotPulled
                        .map(why -> "; fetching it failed: " + why)
                        .orElse(mayPull() ? "" : "; fetching images is switched off");
        return Fault.of(
                Fault.Kind.NOT_FOUND,
                Fault.Scope.OFFER,
                "The container engine has no image for '"
                        + logical
                        + "' (looked for "
                        + String.join(", ", tried)
                        + ")"
                        + fetched
                        + ".",
                "Name an image that the engine has in the image map of site '"
                        + settings.name()
                        + "', as images."
                        + '"'
                        + logical
                        + '"'
                        + ", or bring it in: docker pull "
                        + engineImage);
    }

    static boolean saysMissing(Refusal refusal) {
        String words = refusal.words().toLowerCase(Locale.ROOT);
        return words.contains("no such image") || words.contains("image not known");
    }

    /** Engines want to know the registry; a bare name means Docker's, as it always has. */
    private static String qualified(String name) {
        int slash = name.indexOf('/');
        if (slash < 0) {
            return "docker.io/library/" + name;
        }
        String first = name.substring(0, slash);
        boolean registry = first.contains(".") || first.contains(":") || first.equals("localhost");
        return registry ? name : "docker.io/" + name;
    }
}
