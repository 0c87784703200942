namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Who uses what is made on first use: other members, other threads.</summary>
internal static class SharedUse
{
    private static readonly HashSet<string> NamesOfThreading = new(StringComparer.Ordinal)
    {
        "Task", "ValueTask", "Thread", "ThreadPool", "Parallel", "Interlocked", "Volatile", "Monitor", "SemaphoreSlim", "Mutex",
        "ReaderWriterLockSlim", "ConcurrentDictionary", "ConcurrentQueue", "ConcurrentBag", "ThreadStatic", "ThreadLocal", "AsyncLocal",
        "AsParallel",
    };

    /// <summary>By syntax, code of the type waits, locks, or starts work: it is not of a program with one thread.</summary>
    public static bool KnowsThreads(TypeDeclarationSyntax type)
        => type.Descendants().Any(static node => node switch
        {
            LockStatementSyntax or AwaitExpressionSyntax => true,
            SimpleNameSyntax name => NamesOfThreading.Contains(name.Identifier.ValueText),
            FieldDeclarationSyntax field => field.Modifiers.Any(SyntaxKind.VolatileKeyword),
            _ => false,
        });

    /// <summary>A static field, or one of an object that uses it under a lock too, by syntax alone.</summary>
    public static bool MayBeShared(FirstUse use)
    {
        foreach (TypeDeclarationSyntax type in use.If.Ancestors().OfType<TypeDeclarationSyntax>())
        {
            foreach (MemberDeclarationSyntax member in type.Members)
            {
                bool declares = member switch
                {
                    FieldDeclarationSyntax field => field.Declaration.Variables.Any(one => one.Identifier.ValueText == use.Name),
                    PropertyDeclarationSyntax property => property.Identifier.ValueText == use.Name,
                    _ => false,
                };
                if (declares)
                {
                    return member.Modifiers.Any(SyntaxKind.StaticKeyword) || IsUsedUnderLock(type, use.Name);
                }
            }
        }

        return false;
    }

    /// <summary>A lock statement of the type has the name in it.</summary>
    public static bool IsUsedUnderLock(TypeDeclarationSyntax type, string name)
        => type.Descendants().OfType<LockStatementSyntax>().Any(@lock => @lock.Statement.Descendants().Any(node
            => node is IdentifierNameSyntax mention && mention.Identifier.ValueText == name));

    /// <summary>Whoever passes the test goes on with the object; where it is only there to run, nobody sees what it lacks.</summary>
    public static bool IsUsedOutside(FirstUse use, ISymbol holder)
        => holder.DeclaredAccessibility != Accessibility.Private || holder.ContainingType.DeclaringSyntaxReferences.Length > 1
            || (use.Once() is var once && use.If.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && type.Descendants().Any(node
                => node is IdentifierNameSyntax name && name.Identifier.ValueText == use.Name
                    && (!once.Span.Contains(name.Span) || CallSyntax.WithCasts(Writes.ExpressionOf(name)).Parent is ReturnStatementSyntax)
                    && Writes.ExpressionOf(name) is var mention && !Writes.IsWritten(mention) && !IsTestedOrEnded(mention)));

    private static bool IsTestedOrEnded(ExpressionSyntax mention)
        => CallSyntax.WithCasts(mention).Parent switch
        {
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } => true,
            IsPatternExpressionSyntax => true,
            MemberAccessExpressionSyntax access => IsEnd(access.Name),
            ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax call }
                => CallSyntax.CalledNameSyntax(call) is { } name && IsEnd(name),
            _ => false,
        };

    private static bool IsEnd(SimpleNameSyntax name) => name.Identifier.ValueText is "Dispose" or "DisposeAsync" or "Stop" or "Close";

    /// <summary>Only constructors and initializers call it: nobody else sees the object, or the type is not yet ready.</summary>
    public static bool IsRunOnce(SyntaxNode function, CodeModel model)
        => FunctionSyntax.SymbolOf(function, model) is { DeclaredAccessibility: Accessibility.Private } symbol
            && CallersOf.Find(symbol, function, model) is { Count: 0 }
            && NameMentions.InType(symbol.ContainingType, symbol.Name, model).Any(static name
                => FunctionSyntax.Enclosing(name) is null or ConstructorDeclarationSyntax);

    /// <summary>The function is given to a thread or a loop right here: ASYNC3001 speaks of what it updates.</summary>
    public static bool IsStartedConcurrently(SyntaxNode function, TypeDeclarationSyntax type)
        => type.Descendants().OfType<SimpleNameSyntax>().Select(ConcurrentStart.At).Any(start
            => start is not null && start.Functions.SelectMany(ConcurrentBody.Of).Any(body => body.Function == function));
}
