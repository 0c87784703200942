namespace AsyncAnalyzers.Semantics;

/// <summary>Whether the inner one of a task in a task gets lost where the outer one is used.</summary>
internal sealed class NestedTaskLoss(CodeModel model)
{
    /// <summary>
    /// The use that loses the inner task, and what it does; null where the inner one stays within reach, or nobody looks at either.
    /// </summary>
    public (TaskUse Use, Phrase Description)? Of(ExpressionSyntax mention)
    {
        TaskUse use = TaskUse.Of(mention);
        switch (use.Kind)
        {
            case TaskUseKind.Awaited:
                return use.Place is AwaitExpressionSyntax await
                    && (NestedTask.IsDropped(await) || IsDroppedByLambda(await)) ? (use, NestedTask.Awaited) : null;
            case TaskUseKind.Waited:
                return use.Place is InvocationExpressionSyntax wait
                    && (CallSyntax.CalledName(wait) == "Wait" || wait.Parent is ExpressionStatementSyntax)
                        ? (use, "only the outer task is waited for")
                        : null;
            case TaskUseKind.Combined when use.Place is InvocationExpressionSyntax call
                && CallSyntax.CalledName(call) == "ContinueWith"
                && call.Expression.Span.Contains(mention.Span):
                return ReadsOnlyTheOuter(call) ? (use, "only the outer task is continued") : null;
            case TaskUseKind.Returned when IsConverted(mention, use):
                return (use, "only the outer task is returned");
            case TaskUseKind.Passed or TaskUseKind.Combined when IsConverted(mention, use)
                && use.Place is BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax
                && !IsReceiver(use):
                return (use, "only the outer task is passed on");
            case TaskUseKind.Stored when IsConverted(mention, use):
                return use.Place is AssignmentExpressionSyntax or EqualsValueClauseSyntax && !IsReadLater(use)
                    ? null
                    : (use, "only the outer task is stored");
            case TaskUseKind.Assigned when IsConverted(mention, use):
                return IsReadLater(use) ? (use, "only the outer task is stored") : null;
            case TaskUseKind.Assigned when use.Place is VariableDeclaratorSyntax local:
                return OfLocal(local);
            default:
                return null;
        }
    }

    /// <summary>A local that holds the task in a task: one use loses the inner one, and none comes back to it.</summary>
    private (TaskUse Use, Phrase Description)? OfLocal(VariableDeclaratorSyntax local)
    {
        if (LocalAssignments.Of(local, model).Any() || FunctionSyntax.Enclosing(local) is not { } function)
        {
            return null;
        }

        (TaskUse, Phrase)? loss = null;
        foreach (IdentifierNameSyntax name in function.Descendants().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText != local.Identifier.ValueText || name.Parent is NameColonSyntax
                || (name.Parent is MemberAccessExpressionSyntax access && access.Name == name))
            {
                continue;
            }

            TaskUse use = TaskUse.Of(name);
            if (use.Kind is TaskUseKind.NotRead or TaskUseKind.Checked or TaskUseKind.Dropped)
            {
                continue;
            }

            if (use.Kind == TaskUseKind.Assigned || Of(name) is not { } found)
            {
                return null;
            }

            loss ??= found;
        }

        return loss;
    }

    private bool IsConverted(ExpressionSyntax mention, TaskUse use)
        => IsConverted(mention) || (use.Task != mention && IsConverted(use.Task));

    /// <summary>From here on the task goes by the type Task, which says nothing of a result.</summary>
    private bool IsConverted(ExpressionSyntax task)
        => model.GetTypeInfo(task) is { Type: var type, ConvertedType: var converted }
            && converted.Is(model.Types.Task)
            && NestedTask.InnerOf(type, model.Types) is not null;

    private bool IsDroppedByLambda(AwaitExpressionSyntax await)
        => await.Parent is LambdaExpressionSyntax lambda && lambda.Body == await
            && model.SymbolOf(lambda) is IMethodSymbol { ReturnType: INamedTypeSymbol { Arity: 0 } };

    /// <summary><c>t.Forget()</c>: an extension that takes any task.</summary>
    private static bool IsReceiver(TaskUse use)
        => use.Place is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
            && access.Expression.Span.Contains(use.Task.Span);

    /// <summary><c>.ContinueWith(t => Log(t.Exception))</c>: the fault of the inner task is not seen there.</summary>
    private static bool ReadsOnlyTheOuter(InvocationExpressionSyntax continuation)
    {
        string? parameter = continuation.ArgumentList.Arguments.FirstOrDefault()?.Expression switch
        {
            SimpleLambdaExpressionSyntax lambda => lambda.Parameter.Identifier.ValueText,
            ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: > 0 } parameters }
                => parameters[0].Identifier.ValueText,
            _ => null,
        };
        return parameter is not null
            && continuation.ArgumentList.Arguments[0].Expression.Descendants().OfType<IdentifierNameSyntax>()
                .Where(name => name.Identifier.ValueText == parameter)
                .Select(name => TaskUse.Of(name)).ToList() is { Count: > 0 } uses
            && uses.All(static use => use.Kind == TaskUseKind.Checked);
    }

    /// <summary>
    /// The variable that the task is assigned to is read again, for more than a test whether it holds any; what others may read counts.
    /// </summary>
    private bool IsReadLater(TaskUse use)
    {
        SyntaxNode? scope;
        string name;
        switch (use.Place)
        {
            case VariableDeclaratorSyntax local:
                scope = FunctionSyntax.Enclosing(local);
                name = local.Identifier.ValueText;
                break;
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax field } declarator }:
                scope = IsPrivate(field.Modifiers) ? field.Parent : null;
                name = declarator.Identifier.ValueText;
                break;
            case AssignmentExpressionSyntax { Left: var left }:
                ISymbol? target = model.SymbolOf(left);
                scope = target switch
                {
                    ILocalSymbol => FunctionSyntax.Enclosing(left),
                    IFieldSymbol { DeclaredAccessibility: Accessibility.Private }
                        => left.FirstAncestorOrSelf<TypeDeclarationSyntax>(static type => !type.Modifiers.Any(SyntaxKind.PartialKeyword)),
                    _ => null,
                };
                name = target?.Name ?? string.Empty;
                break;
            default:
                return true;
        }

        return scope is null
            || scope.Descendants().Any(node => node is IdentifierNameSyntax read && read.Identifier.ValueText == name && IsRead(read));
    }

    private static bool IsRead(IdentifierNameSyntax name)
        => TaskUse.Of(name) is var use
            && !(use.Kind is TaskUseKind.NotRead or TaskUseKind.Dropped)
            && !(use.Kind == TaskUseKind.Checked && use.Place is BinaryExpressionSyntax or IsPatternExpressionSyntax)
            && !(use.Kind == TaskUseKind.Passed
                && use.Place is InvocationExpressionSyntax call
                && CallSyntax.CalledName(call) == "Dispose");

    private static bool IsPrivate(SyntaxTokenList modifiers)
        => !modifiers.Any(static modifier
            => modifier.RawKind is (int)SyntaxKind.PublicKeyword or (int)SyntaxKind.InternalKeyword or (int)SyntaxKind.ProtectedKeyword);
}
