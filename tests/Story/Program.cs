System.Console.WriteLine("Story");
