package floria.tosca.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import floria.tosca.source.Source;
import floria.tosca.source.Sources;

/**
 * Finds a profile by its name (TOSCA 2.0 §6.3.2) among the files that a template can reach: the
 * parts of the name are folders, below the folder of the file that imports it or one above, and the
 * file in the last of them is {@code profile.yaml}. The file must give itself that name.
 */
final class Profile {
    private static final Pattern NAME =
            Pattern.compile("([A-Za-z][\\w-]*(?:\\.[\\w-]+)*)(?::([\\w.-]+))?");
    private static final int HIGHEST = 12;

    private Profile() {}

    static Optional<Source> find(Sources sources, String base, String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Optional<String> version = Optional.ofNullable(matcher.group(2));
        String up = "";
        for (int i = 0; i < HIGHEST; i++) {
            for (String path : paths(matcher.group(1).replace('.', '/'), version)) {
                Optional<Source> found =
                        sources.resolve(base, up + path).filter(file -> declares(file, name));
                if (found.isPresent()) {
                    return found;
                }
            }
            up += "../";
        }
        return Optional.empty();
    }

    private static List<String> paths(String folders, Optional<String> version) {
        List<String> all = new ArrayList<>();
        for (String root : List.of("", "profiles/")) {
            version.ifPresent(number -> all.add(root + folders + "/" + number + "/profile.yaml"));
            all.add(root + folders + "/profile.yaml");
        }
        return all;
    }

    private static boolean declares(Source source, String name) {
        return source.text()
                .lines()
                .filter(line -> line.startsWith("profile:"))
                .map(line -> line.substring("profile:".length()).strip().replaceAll("[\"']", ""))
                .anyMatch(name::equals);
    }
}
