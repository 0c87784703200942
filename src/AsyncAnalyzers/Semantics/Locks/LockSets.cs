namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Which code runs while a lock is held, so that no other thread runs code under the same lock: <c>lock</c>, Monitor, Mutex,
/// SpinLock, Lock, write locks, SemaphoreSlim, scopes of lock libraries, and a flag that is taken by Interlocked.
/// </summary>
internal static class LockSets
{
    private static readonly ModelCache<List<InvocationExpressionSyntax>> Calls = new();

    /// <summary>A lock is taken in the function before the node, in source order, and not released before it.</summary>
    /// <param name="node">The place in question.</param>
    /// <param name="function">The function that the place stands in: what its callers hold is not seen.</param>
    /// <param name="model">The model of the tree.</param>
    /// <param name="types">The known types.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static bool IsHeldAt(
        SyntaxNode node, SyntaxNode function, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        if (function is MethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax && IsSynchronized(function))
        {
            return true;
        }

        SyntaxNode child = node;
        for (SyntaxNode? current = node.Parent; current is not null && child != function; child = current, current = current.Parent)
        {
            switch (current)
            {
                case LockStatementSyntax @lock when child == @lock.Statement:
                    return true;
                case UsingStatementSyntax @using when child == @using.Statement
                    && IsScope(@using.Expression ?? Initializer(@using.Declaration)):
                    return true;
                case BlockSyntax block:
                    foreach (StatementSyntax statement in block.Statements)
                    {
                        if (statement == child)
                        {
                            break;
                        }

                        if (statement is LocalDeclarationStatementSyntax declaration
                            && declaration.UsingKeyword.IsKind(SyntaxKind.UsingKeyword)
                            && IsScope(Initializer(declaration.Declaration)))
                        {
                            return true;
                        }
                    }

                    break;
            }
        }

        return (function is CompilationUnitSyntax ? function : FunctionSyntax.Body(function)) is { } body
            && (InterlockedGates.IsPassedAt(node, body, model, types, cancellationToken)
                || LockCalls.HeldAt(node, Calls.GetOrAdd(model, body, scope => FindCalls(scope, model, types, cancellationToken))) > 0);

        bool IsScope(ExpressionSyntax? expression) => LockScopes.IsMadeBy(expression, model, types, cancellationToken);
    }

    /// <summary>The lock statement around a node in its function; null where there is none.</summary>
    public static LockStatementSyntax? LockStatementAround(SyntaxNode node)
    {
        SyntaxNode child = node;
        for (SyntaxNode? current = node.Parent; current is not null
            && !FunctionSyntax.IsFunction(current)
            && current is not MemberDeclarationSyntax; child = current, current = current.Parent)
        {
            if (current is LockStatementSyntax @lock && child == @lock.Statement)
            {
                return @lock;
            }
        }

        return null;
    }

    /// <summary>What takes or releases a lock, in source order.</summary>
    private static List<InvocationExpressionSyntax> FindCalls(
        SyntaxNode body, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
        => FunctionSyntax.OwnNodes(body).OfType<InvocationExpressionSyntax>()
            .Where(call => CallSyntax.CalledName(call) is { } name
                && (LockCalls.Takes(name) || LockCalls.Releases(name))
                && IsExclusiveLock(call, name, model, types, cancellationToken))
            .ToList();

    /// <summary>Read locks let several threads in: under one nothing may be updated.</summary>
    public static bool IsExclusiveLock(
        InvocationExpressionSyntax call, string name, SemanticModel model, KnownTypes types, CancellationToken cancellationToken)
    {
        ITypeSymbol? type = LockCalls.LockTypeOf(call, model, cancellationToken);
        return (!name.Contains("Read") || name.Contains("Upgradeable"))
            && (type.Is(types.Monitor) || type.Is(types.Lock) || type.Is(types.SpinLock) || type.Is(types.ReaderWriterLock)
                || type.Is(types.ReaderWriterLockSlim) || type.IsOrDerivesFrom(types.Mutex) || type.Is(types.Semaphore)
                || (type.Is(types.SemaphoreSlim) && !(call.Expression is MemberAccessExpressionSyntax { Expression: var receiver }
                    && LetsSeveralIn(receiver, model, cancellationToken))));
    }

    /// <summary>A semaphore that is created with a constant above one limits how many run; it is no lock.</summary>
    private static bool LetsSeveralIn(ExpressionSyntax semaphore, SemanticModel model, CancellationToken cancellationToken)
        => model.GetSymbolInfo(semaphore, cancellationToken).Symbol is ILocalSymbol or IFieldSymbol
            && model.GetSymbolInfo(semaphore,
                cancellationToken).Symbol!.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken)
                is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } }
            && arguments[0].Expression is LiteralExpressionSyntax { Token.Value: int count } && count > 1;

    private static ExpressionSyntax? Initializer(VariableDeclarationSyntax? declaration)
        => declaration?.Variables.FirstOrDefault()?.Initializer?.Value;

    private static bool IsSynchronized(SyntaxNode function)
    {
        SyntaxList<AttributeListSyntax> lists = function switch
        {
            MethodDeclarationSyntax method => method.AttributeLists,
            AccessorDeclarationSyntax accessor => accessor.AttributeLists,
            LocalFunctionStatementSyntax local => local.AttributeLists,
            _ => default,
        };
        return lists.Any(list => list.Attributes.Any(attribute
            => attribute.ArgumentList?.Arguments.Any(argument => argument.Expression.ToString().Contains("Synchronized")) == true));
    }
}
