@NullMarked
package floria.server.activity;

import org.jspecify.annotations.NullMarked;
