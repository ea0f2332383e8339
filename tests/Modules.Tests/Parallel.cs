// More than the cores: a test mostly waits for its own house, database and clock.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
