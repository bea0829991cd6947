package floria.profiles;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The addresses under which others publish type files that a bundled profile stands in for, in
 * every branch and tag: templates that import them load offline and unchanged.
 */
final class KnownAddresses {
    private static final List<Known> ALL =
            List.of(
                    known("indigo", "(?:indigo-dc|infn-datacloud)/tosca-types", "custom_types"),
                    known("grycap", "grycap/(?:tosca|ec3)", "custom_types"),
                    known(
                            "simple-2.0",
                            "[\\w-]+/tosca-community-contributions",
                            "profiles/org/oasis-open/simple/2\\.0/profile"));

    private KnownAddresses() {}

    private record Known(String profile, Pattern address) {}

    /** A file of a public repository, as raw text or as a page, in any branch or tag. */
    private static Known known(String profile, String repository, String file) {
        String host =
                "(?:raw\\.githubusercontent\\.com/%1$s/|github\\.com/%1$s/(?:raw|blob)/)"
                        .formatted(repository);
        return new Known(
                profile, Pattern.compile("https?://" + host + "[\\w./-]+/" + file + "\\.ya?ml"));
    }

    /** The name of the profile that stands in for the file at an address. */
    static Optional<String> profile(String address) {
        return ALL.stream()
                .filter(known -> known.address().matcher(address).matches())
                .map(Known::profile)
                .findFirst();
    }
}
