package floria.server.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import floria.profiles.Profiles;
import floria.tosca.document.Loader;
import floria.tosca.document.ServiceFile;
import floria.tosca.problem.Problems;
import floria.tosca.source.Source;
import floria.tosca.types.Catalogue;

/** The texts that declare types, for editors that offer what fits. */
@RestController
@Tag(name = "Types", description = "What templates are made of.")
public class TypeSourceController {
    private static final List<String> LAYERS =
            List.of(
                    "tosca_simple_yaml_1_0",
                    "tosca_simple_yaml_1_1",
                    "tosca_simple_yaml_1_2",
                    "tosca_simple_yaml_1_3");

    /** Read when somebody first asks, since the start of a server is to be quick. */
    private final AtomicReference<TypeSources> known =
            new AtomicReference<>(new TypeSources(List.of()));

    /** Texts, what others build on first. */
    public record TypeSources(List<TypeSource> items) {}

    /**
     * A text that declares types.
     *
     * @param name what templates import it by, which several may share, or the language version
     *     that has it built in
     * @param builtIn whether templates of the Simple Profile have it without an import
     */
    public record TypeSource(String name, boolean builtIn, String text) {}

    @GetMapping("/api/v1/type-sources")
    @Operation(summary = "The YAML of all types that come with Floria")
    TypeSources typeSources() {
        return known.updateAndGet(now -> now.items().isEmpty() ? read() : now);
    }

    private static TypeSources read() {
        Stream<TypeSource> normative =
                LAYERS.stream().flatMap(layer -> source(layer, true, normative(layer)).stream());
        Stream<TypeSource> named = Profiles.names().stream().flatMap(TypeSourceController::profile);
        return new TypeSources(Stream.concat(normative, named).toList());
    }

    /** The files of a profile, what others of them build on first. */
    private static Stream<TypeSource> profile(String name) {
        Profiles profiles = new Profiles();
        return profiles.resolve("", name).stream()
                .flatMap(entry -> {
                    Loader loader = new Loader(profiles, new Problems());
                    var _ = loader.load(entry);
                    String folder =
                            entry.address().substring(0, entry.address().lastIndexOf('/') + 1);
                    return loader.files().stream()
                            .map(ServiceFile::source)
                            .filter(file -> file.address().startsWith(folder))
                            .map(file -> new TypeSource(name, false, file.text()));
                });
    }

    private static Optional<Source> normative(String layer) {
        return Catalogue.source("profile:tosca/" + layer + ".yaml");
    }

    private static Optional<TypeSource> source(
            String name, boolean builtIn, Optional<Source> source) {
        return source.map(found -> new TypeSource(name, builtIn, found.text()));
    }
}
