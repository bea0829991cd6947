package floria.server.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import floria.profiles.Profiles;
import floria.tosca.Tosca;
import floria.tosca.model.Topology;
import floria.tosca.source.Bundle;
import floria.tosca.source.Source;

/** The templates of the folder examples, which the build packs into the server. */
final class Examples {
    private static final String FOLDER = "floria/server/examples/";

    private Examples() {}

    /**
     * A template to begin with.
     *
     * @param files by path, the template and what it names
     */
    record Example(String name, String template, String description, Map<String, String> files) {}

    /** All of them, by name. */
    static List<Example> read() {
        Map<String, String> files = files();
        List<Example> found = new ArrayList<>();
        files.keySet().stream()
                .filter(path -> path.endsWith(".yaml") && !path.contains("/"))
                .forEach(path -> found.add(example(path, files)));
        return found;
    }

    private static Example example(String path, Map<String, String> all) {
        String name = path.substring(0, path.length() - ".yaml".length());
        Map<String, String> files = new TreeMap<>();
        all.forEach((other, text) -> {
            if (other.equals(path) || other.startsWith(name + "/")) {
                files.put(other, text);
            }
        });
        List<Source> sources =
                files.entrySet().stream()
                        .map(file ->
                                new Source(
                                        "file:" + file.getKey(),
                                        file.getValue()
                                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                        .toList();
        String description =
                Bundle.of(sources)
                        .file(path)
                        .map(source -> Tosca.read(source, Bundle.of(sources).or(new Profiles())))
                        .flatMap(reading -> reading.topology().map(Topology::description))
                        .orElse("");
        return new Example(name, path, description, files);
    }

    private static Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        try {
            for (Resource resource :
                    new PathMatchingResourcePatternResolver(Examples.class.getClassLoader())
                            .getResources("classpath*:" + FOLDER + "**")) {
                String address = resource.getURL().toString();
                Optional<String> path =
                        Optional.of(address.substring(address.indexOf(FOLDER) + FOLDER.length()))
                                .filter(name -> !name.isEmpty() && !name.endsWith("/"));
                if (path.isPresent() && resource.isReadable()) {
                    try (InputStream in = resource.getInputStream()) {
                        files.put(
                                path.get(),
                                new String(
                                        in.readAllBytes(),
                                        java.nio.charset.StandardCharsets.UTF_8));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read Floria's own templates", e);
        }
        return files;
    }
}
