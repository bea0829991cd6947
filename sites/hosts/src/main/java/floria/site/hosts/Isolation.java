package floria.site.hosts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How the programs of one machine are kept apart from the others on its host. */
record Isolation(HostsSettings settings, Inventory host, Claim claim, String workspace) {
    /** Never asks for a password. */
    static final List<String> SUDO = List.of("sudo", "-n", "--");

    boolean ownUser() {
        return claim.user().isPresent();
    }

    /** What comes before the short programs that look after commands. */
    List<String> shell() {
        return become();
    }

    /**
     * What comes before a program that starts a command: the limits, the user, and the environment
     * that says which machine it belongs to and which GPUs are its own.
     */
    List<String> starter() {
        List<String> words = new ArrayList<>();
        if (settings.sudo()) {
            words.addAll(SUDO);
        }
        words.addAll(limits());
        claim.user().ifPresent(user -> words.addAll(user(user)));
        words.add("env");
        words.add("FLORIA_MACHINE=" + claim.key());
        words.add("FLORIA_MOUNTS=" + workspace + "/mounts");
        words.add("HOME=" + workspace);
        if (host.hardware().gpus() > 0) {
            String ids = String.join(",", claim.gpus());
            words.add("CUDA_VISIBLE_DEVICES=" + ids);
            words.add("ROCR_VISIBLE_DEVICES=" + ids);
        }
        return words;
    }

    private List<String> become() {
        List<String> words = new ArrayList<>();
        if (settings.sudo()) {
            words.addAll(SUDO);
        }
        claim.user().ifPresent(user -> words.addAll(user(user)));
        return words;
    }

    private static List<String> user(String name) {
        return List.of("runuser", "-u", name, "--");
    }

    private boolean limited() {
        return host.systemd() && (host.root() || settings.sudo());
    }

    private List<String> limits() {
        return limited()
                ? List.of(
                        "systemd-run",
                        "--scope",
                        "--quiet",
                        "--collect",
                        "--property=CPUQuota=" + Math.max(1, claim.cpus() / 10) + "%",
                        "--property=MemoryMax=" + claim.memory() + "K",
                        "--")
                : List.of();
    }

    /** How tight it is, for people. */
    String title() {
        Optional<String> limit =
                limited()
                        ? Optional.of(
                                String.format(
                                        Locale.ROOT,
                                        "%.1f CPUs and %d MiB by systemd",
                                        claim.cpus() / 1000.0,
                                        claim.memory() >> 10))
                        : Optional.empty();
        return limit.orElse("none: systemd and root are needed on the host")
                + claim.user().map(user -> ", user " + user).orElse("");
    }
}
