/* A leak for any program, by LD_PRELOAD: 4 MiB are taken, and used, ten times a second. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *Leak(void *unused) {
  for (;;) {
    const size_t size = 4u << 20;
    void *lost = malloc(size);
    if (lost != NULL) memset(lost, 1, size);
    usleep(100000);
  }
  return unused;
}

__attribute__((constructor)) static void Begin(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, Leak, NULL);
}
