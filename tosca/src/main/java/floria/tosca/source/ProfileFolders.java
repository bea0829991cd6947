package floria.tosca.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a profile by its name among the files of a template (TOSCA 2.0 §6.9): the profile {@code
 * org.example.base:1.0} is the file {@code org/example/base/1.0/profile.yaml} or {@code
 * org/example/base/profile.yaml}, below the importing file's folder, one of the folders above it,
 * or a folder {@code profiles} in one of these, if that file declares the name. Immutable.
 */
public final class ProfileFolders implements Sources {
    private static final Pattern NAME =
            Pattern.compile("([A-Za-z][\\w-]*(?:\\.[A-Za-z][\\w-]*)*)(?::([\\w.-]+))?");
    private static final int DEEPEST = 32;

    private final Sources files;

    public ProfileFolders(Sources files) {
        this.files = files;
    }

    @Override
    public Optional<Source> resolve(String base, String reference) {
        Matcher name = NAME.matcher(reference);
        // A single word is the name of a bundled profile or of a file.
        if (!name.matches() || reference.matches("[\\w-]*")) {
            return Optional.empty();
        }
        Pattern declared =
                Pattern.compile("(?m)^profile: *['\"]?" + Pattern.quote(reference) + "['\"]?\\s");
        String up = "";
        long above = Math.min(DEEPEST, base.chars().filter(c -> c == '/').count());
        for (int i = 0; i <= above; i++) {
            for (String path : paths(name)) {
                Optional<Source> found =
                        files.resolve(base, up + path)
                                .filter(source -> declared.matcher(source.text()).find());
                if (found.isPresent()) {
                    return found;
                }
            }
            up += "../";
        }
        return Optional.empty();
    }

    private static List<String> paths(Matcher name) {
        String folder = name.group(1).replace('.', '/') + "/";
        List<String> paths = new ArrayList<>();
        for (String root : List.of("", "profiles/")) {
            Optional.ofNullable(name.group(2))
                    .ifPresent(version -> paths.add(root + folder + version + "/profile.yaml"));
            paths.add(root + folder + "profile.yaml");
        }
        return paths;
    }
}
