package floria.tosca.grammar;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The versions of the language that are read, by their {@code tosca_definitions_version}. */
public enum Version {
    SIMPLE_1_0("tosca_simple_yaml_1_0"),
    SIMPLE_1_1("tosca_simple_yaml_1_1"),
    SIMPLE_1_2("tosca_simple_yaml_1_2"),
    SIMPLE_1_3("tosca_simple_yaml_1_3"),
    TOSCA_2_0("tosca_2_0");

    private static final String NFV = "tosca_simple_profile_for_nfv_1_0";

    private final String text;

    Version(String text) {
        this.text = text;
    }

    /** As it is written in a file. */
    public String text() {
        return text;
    }

    /** One of the versions of the Simple Profile, which have normative types in the language. */
    public boolean isSimple() {
        return this != TOSCA_2_0;
    }

    public boolean isAtLeast(Version other) {
        return compareTo(other) >= 0;
    }

    /**
     * Whether the rules for refining types, and for what relationships lead to, are those of the
     * text; before 1.3 they were not spelt out, and real type files do not keep them.
     */
    public boolean refinesStrictly() {
        return isAtLeast(SIMPLE_1_3);
    }

    public static Optional<Version> of(String text) {
        // The profile for network functions is 1.0 with types of its own.
        String plain = text.startsWith(NFV) ? SIMPLE_1_0.text : text;
        return Arrays.stream(values()).filter(version -> version.text.equals(plain)).findFirst();
    }

    /** All that are known, as they are written. */
    public static List<String> known() {
        return Arrays.stream(values()).map(Version::text).toList();
    }

    @Override
    public String toString() {
        return text;
    }
}
