namespace AsyncAnalyzers.Semantics;

/// <summary>Says whether the DisposeAsync of a type waits for something, or merely calls Dispose.</summary>
internal static class AsyncDisposalWork
{
    private const string Core = "DisposeAsyncCore";

    /// <summary>
    /// Types whose own DisposeAsync disposes synchronously, or has nothing to wait for, or waits for something that Dispose does not.
    /// A type that derives from them counts by what it overrides.
    /// </summary>
    private static readonly HashSet<string> Synchronous = new(StringComparer.Ordinal)
    {
        "System.IO.Stream", "System.IO.MemoryStream", "System.IO.UnmanagedMemoryStream",
        "System.IO.TextWriter", "System.IO.StringWriter", "System.IO.BinaryWriter",
        "System.Net.Sockets.NetworkStream", "System.Net.Security.AuthenticatedStream",
        "System.Net.Security.SslStream", "System.Net.Security.NegotiateStream",
        "System.Data.Common.DbConnection", "System.Data.Common.DbCommand",
        "System.Data.Common.DbDataReader", "System.Data.Common.DbTransaction",
        "System.Data.Common.DbBatch", "System.Data.Common.DbDataSource",
        // Its asynchronous members throw unless the settings ask for them.
        "System.Xml.XmlWriter",
        // Dispose blocks only while the callback is running, and then as a rule on purpose.
        "System.Threading.CancellationTokenRegistration",
        // DisposeAsync waits for a running callback, Dispose does not: they mean different things.
        "System.Threading.Timer", "System.Threading.ITimer",
    };

    /// <summary>
    /// The type implements IAsyncDisposable with more than a call of Dispose, as far as the list above and its source tell.
    /// </summary>
    public static bool IsDoneBy(ITypeSymbol type, KnownTypes types, CancellationToken cancellationToken)
    {
        if (type.TypeKind == TypeKind.Interface)
        {
            return !IsSynchronous(type);
        }

        return types.AsyncDisposable!.GetMembers("DisposeAsync").FirstOrDefault() is { } member
            && type.FindImplementationForInterfaceMember(member) is IMethodSymbol implementation
            && IsDoneIn(MostDerived(implementation, type), type, cancellationToken);
    }

    /// <summary>The same for a DisposeAsync that belongs to no interface.</summary>
    public static bool IsDoneBy(IMethodSymbol disposeAsync, ITypeSymbol type, CancellationToken cancellationToken)
        => type.TypeKind == TypeKind.Interface || IsDoneIn(MostDerived(disposeAsync, type), type, cancellationToken);

    /// <summary>
    /// A database connection, or a context of an object-relational mapper that holds one: its disposal returns it to the pool, where there
    /// is one.
    /// </summary>
    public static bool IsReturnToPool(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.OriginalDefinition.ToDisplayString() is "System.Data.Common.DbConnection"
                or "Microsoft.EntityFrameworkCore.DbContext")
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSynchronous(ITypeSymbol type) => Synchronous.Contains(type.OriginalDefinition.ToDisplayString());

    /// <summary>What runs on an instance of exactly the type.</summary>
    private static IMethodSymbol MostDerived(IMethodSymbol method, ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null
            && !SymbolEqualityComparer.Default.Equals(current, method.ContainingType); current = current.BaseType)
        {
            if (Declared(method.Name, current) is { IsOverride: true } overriding)
            {
                return overriding;
            }
        }

        return method;
    }

    private static IMethodSymbol? Declared(string name, ITypeSymbol type)
        => type.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(method => method.Parameters.IsEmpty);

    /// <summary>The pattern: a DisposeAsync that is not virtual calls a DisposeAsyncCore that is.</summary>
    private static IMethodSymbol? CoreOf(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (Declared(Core, current) is { } core)
            {
                return core;
            }
        }

        return null;
    }

    private static bool IsDoneIn(IMethodSymbol method, ITypeSymbol type, CancellationToken cancellationToken)
    {
        if (IsSynchronous(method.ContainingType))
        {
            return method.Name != Core && CoreOf(type) is { IsOverride: true } core && IsDoneIn(core, type, cancellationToken);
        }

        if (CalledSource.DeclarationOf(method, cancellationToken) is not MethodDeclarationSyntax declaration
            || FunctionSyntax.Body(declaration) is not { } body)
        {
            return true;
        }

        return AwaitedOrReturned(declaration, body).Any(node
            => node is not ExpressionSyntax task || IsWork(CallSyntax.WithoutConfiguration(task)));

        bool IsWork(ExpressionSyntax task) => task switch
        {
            LiteralExpressionSyntax or DefaultExpressionSyntax => false,
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" } => false,
            BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } => IsWork(arguments[0].Expression),
            BaseObjectCreationExpressionSyntax => false,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax } } call
                when CallSyntax.CalledName(call) == method.Name
                => method.OverriddenMethod is not { } overridden || IsDoneIn(overridden, type, cancellationToken),
            InvocationExpressionSyntax call when CallSyntax.CalledName(call) == Core && method.Name != Core
                => CoreOf(type) is not { } core || IsDoneIn(core, type, cancellationToken),
            _ => true,
        };
    }

    /// <summary>
    /// What the method waits for: the operands of its awaits, <c>await using</c> and <c>await foreach</c>, or the tasks that it hands on.
    /// </summary>
    private static IEnumerable<SyntaxNode> AwaitedOrReturned(MethodDeclarationSyntax method, SyntaxNode body)
    {
        if (FunctionSyntax.IsAsync(method))
        {
            return FunctionSyntax.OwnNodes(body).Where(FunctionSyntax.IsAwait).Select(node
                => node is AwaitExpressionSyntax wait ? wait.Expression : node);
        }

        return FunctionSyntax.ReturnedBy(body);
    }
}
