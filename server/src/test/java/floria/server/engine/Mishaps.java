package floria.server.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import floria.site.Command;
import floria.site.Fault;
import floria.site.Key;
import floria.site.Site;
import floria.site.SiteException;
import floria.site.simulated.CommandScript;

/** What is to go wrong at a site, until it has. */
final class Mishaps implements CommandScript {
    private final Map<String, Act.Trouble> calls = new HashMap<>();
    private volatile Runnable meanwhile = () -> {};
    private int commands;

    synchronized void add(Act.Trouble trouble) {
        calls.put(trouble.call(), trouble);
    }

    /** Is run before a call fails that has done what it is for. */
    void meanwhile(Runnable what) {
        meanwhile = what;
    }

    synchronized void failCommands(int times) {
        commands = times;
    }

    synchronized void end() {
        calls.clear();
        commands = 0;
    }

    private synchronized Optional<Act.Trouble> next(String call) {
        Act.Trouble now = calls.get(call);
        if (now == null) {
            return Optional.empty();
        }
        if (now.times() == 1) {
            calls.remove(call);
        } else {
            calls.put(call, new Act.Trouble(call, now.times() - 1, now.after(), now.kind()));
        }
        return Optional.of(now);
    }

    @Override
    public synchronized Outcome outcome(Key machine, Command command) {
        boolean fails = commands > 0 && commands-- > 0;
        return new Outcome(fails ? 3 : 0, List.of(), Duration.ZERO);
    }

    Site over(Site site) {
        return (Site)
                Proxy.newProxyInstance(
                        Site.class.getClassLoader(),
                        new Class<?>[] {Site.class},
                        (_, method, arguments) -> {
                            Optional<Act.Trouble> trouble = next(method.getName());
                            trouble.filter(one -> !one.after()).ifPresent(Mishaps::fail);
                            try {
                                Object result = method.invoke(site, arguments);
                                if (trouble.isPresent()) {
                                    meanwhile.run();
                                    fail(trouble.get());
                                }
                                return result;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private static void fail(Act.Trouble trouble) {
        throw new SiteException(
                Fault.of(trouble.kind(), Fault.Scope.RESOURCE, trouble.call() + " failed"));
    }
}
