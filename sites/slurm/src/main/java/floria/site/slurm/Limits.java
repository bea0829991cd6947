package floria.site.slurm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import floria.site.Allowance;
import floria.site.Allowance.Resource;

/**
 * The limits of a user and of the accounts above, as {@code scontrol show assoc_mgr} has them: each
 * with what runs under it in parentheses, {@code GrpTRES=cpu=64(12),mem=N(2048)}.
 */
final class Limits {
    private static final Pattern FIELD = Pattern.compile("(?<=^|\\s)([A-Za-z]+)=(\\S*)");
    private static final Pattern USED = Pattern.compile("(\\d+)([KMGTP]?)\\(([\\d.]+)\\)");
    private static final Map<String, Resource> COUNTED =
            Map.of("cpu", Resource.CPUS, "mem", Resource.MEMORY, "gres/gpu", Resource.GPUS);

    /** By which memory is counted where no unit stands. */
    private static final String MEGABYTES = "M";

    private Limits() {}

    /**
     * @param lines one for each association
     * @param account that is charged; the user's all when empty
     */
    static List<Allowance> of(List<String> lines, String user, Optional<String> account) {
        List<Map<String, String>> all = lines.stream().map(Limits::fields).toList();
        List<Map<String, String>> own =
                all.stream()
                        .filter(one -> user.equals(plain(one, "UserName")))
                        .filter(one ->
                                account.map(one.getOrDefault("Account", "")::equals).orElse(true))
                        .toList();
        List<Allowance> found = new ArrayList<>();
        // Which of several accounts a job is charged to is the site's to say.
        if (own.size() == 1) {
            Map<String, String> mine = own.getFirst();
            String name = mine.getOrDefault("Account", "");
            read(mine, "user " + user + " of account " + name, found);
            for (Map<String, String> above : above(all, name)) {
                read(above, "account " + above.get("Account"), found);
            }
        }
        return found;
    }

    private static Map<String, String> fields(String line) {
        Map<String, String> fields = new HashMap<>();
        Matcher field = FIELD.matcher(line);
        while (field.find()) {
            fields.putIfAbsent(field.group(1), field.group(2));
        }
        return fields;
    }

    /** Without the number in parentheses. */
    private static String plain(Map<String, String> fields, String field) {
        return fields.getOrDefault(field, "").replaceFirst("\\(.*", "");
    }

    /** An account and its parents. */
    private static List<Map<String, String>> above(List<Map<String, String>> all, String account) {
        List<Map<String, String>> above = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        Optional<String> now = Optional.of(account);
        while (now.isPresent() && seen.add(now.get())) {
            String name = now.get();
            Optional<Map<String, String>> its =
                    all.stream()
                            .filter(one -> plain(one, "UserName").isEmpty())
                            .filter(one -> name.equals(one.get("Account")))
                            .findFirst();
            its.ifPresent(above::add);
            now = its.map(one -> plain(one, "ParentAccount")).filter(parent -> !parent.isEmpty());
        }
        return above;
    }

    private static void read(Map<String, String> fields, String whose, List<Allowance> found) {
        for (String tres : fields.getOrDefault("GrpTRES", "").split(",")) {
            int split = tres.lastIndexOf('=');
            Resource resource = COUNTED.get(tres.substring(0, Math.max(0, split)));
            if (resource != null) {
                add(whose, resource, tres.substring(split + 1), found);
            }
        }
        add(whose, Resource.MACHINES, fields.getOrDefault("GrpJobs", ""), found);
        add(whose, Resource.MACHINES, fields.getOrDefault("MaxJobs", ""), found);
    }

    private static void add(String whose, Resource resource, String text, List<Allowance> found) {
        Matcher number = USED.matcher(text);
        if (number.matches()) {
            double unit = resource == Resource.MEMORY ? unit(number.group(2)) : 1;
            found.add(
                    new Allowance(
                            whose,
                            Optional.empty(),
                            resource,
                            Double.parseDouble(number.group(3))
                                    * (resource == Resource.MEMORY ? unit(MEGABYTES) : 1),
                            0,
                            Double.parseDouble(number.group(1)) * unit));
        }
    }

    private static double unit(String letter) {
        return Math.pow(1024, 1 + "KMGTP".indexOf(letter.isEmpty() ? MEGABYTES : letter));
    }
}
