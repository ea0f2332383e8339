// The tests measure timeouts of seconds; several sandboxes at once on a busy machine would run into them.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
