package floria.cli.template;

import floria.cli.Surroundings;
import floria.profiles.Profiles;
import floria.tosca.source.Fetched;
import floria.tosca.source.Sources;

/** What templates may import besides their own files: bundled profiles, then what was fetched. */
public final class Library {

    private Library() {}

    public static Sources of(Surroundings around) {
        return new Profiles().or(fetched(around));
    }

    /** The files of the web that {@code floria fetch} keeps for this user. */
    public static Fetched fetched(Surroundings around) {
        return new Fetched(around.cache().resolve("imports"));
    }
}
