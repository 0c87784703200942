namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Code that is synchronous on purpose: one method serves synchronous and asynchronous callers, and a flag says which. No await
/// belongs there: the synchronous callers wait for a task that they take to be complete.
/// </summary>
internal static class SynchronousBranch
{
    /// <summary>
    /// The node runs only on the synchronous side of a flag that is named as one (<see cref="AsyncFlag"/>), or of any condition
    /// whose other side is the asynchronous form of the same thing: <c>if (quick) s.Flush(); else await s.FlushAsync();</c>.
    /// </summary>
    /// <param name="node">What blocks.</param>
    /// <param name="model">The model of its tree.</param>
    /// <param name="counterpart">The name of the method to call instead, where it is known.</param>
    public static bool Contains(SyntaxNode node, CodeModel model, string? counterpart = null)
        => ContainsInFunction(node, model, counterpart) || IsCalledThereOnly(node, model);

    /// <summary>The same without a look at the calls of the function that the node is in.</summary>
    /// <inheritdoc cref="Contains"/>
    public static bool ContainsInFunction(SyntaxNode node, CodeModel model, string? counterpart = null)
    {
        AsynchronousForm? form = null;
        bool? isOnLoop = null;
        foreach (ControllingCondition condition in ControllingCondition.Of(node))
        {
            if (AsyncFlag.SideOf(condition, model) == FlagSide.Synchronous)
            {
                return true;
            }

            // Synchronous code cannot await: there the other side would only start the work.
            if (condition.OtherSide.Count > 0
                && (isOnLoop ??= EventLoopContext.Of(condition.Tested, model).IsOnLoop)
                && (form ??= AsynchronousForm.Of(node, counterpart)) is var awaited
                && condition.OtherSide.Any(other => awaited.IsIn(other, model))
                && (!condition.IsEarlyExit || SpeaksOfFlag(condition.Tested, model)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The node runs only on the synchronous side of a flag that is named as one.</summary>
    public static bool ContainsByName(SyntaxNode node, CodeModel model)
    {
        foreach (ControllingCondition condition in ControllingCondition.Of(node))
        {
            if (AsyncFlag.SideOf(condition, model) == FlagSide.Synchronous)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The node is in a local function or private method that is called only on the synchronous side of such flags.</summary>
    private static bool IsCalledThereOnly(SyntaxNode node, CodeModel model)
    {
        SyntaxNode? function = FunctionSyntax.Enclosing(node);
        while (function is AnonymousFunctionExpressionSyntax && !FunctionSyntax.IsAsync(function))
        {
            function = FunctionSyntax.Enclosing(function);
        }

        (string? name, SyntaxNode? scope) = function switch
        {
            LocalFunctionStatementSyntax local when !FunctionSyntax.IsAsync(local)
                => (local.Identifier.ValueText, FunctionSyntax.Enclosing(local)),
            MethodDeclarationSyntax { Parent: TypeDeclarationSyntax type } method when IsPrivate(method) && !FunctionSyntax.IsAsync(method)
                => (method.Identifier.ValueText, type),
            _ => default((string?, SyntaxNode?)),
        };
        if (name is null || scope is null)
        {
            return false;
        }

        bool isCalled = false;
        foreach (SimpleNameSyntax mention in NameMentions.In(scope, model)[name])
        {
            if (!ContainsByName(mention, model))
            {
                return false;
            }

            isCalled = true;
        }

        return isCalled;
    }

    private static bool IsPrivate(MethodDeclarationSyntax method)
        => method.ExplicitInterfaceSpecifier is null
            && method.Modifiers.All(static modifier => modifier.Kind()
                is not (SyntaxKind.PublicKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.InternalKeyword or SyntaxKind.PartialKeyword))
            && method.Parent is ClassDeclarationSyntax or StructDeclarationSyntax or RecordDeclarationSyntax
            && !((TypeDeclarationSyntax)method.Parent).Modifiers.Any(SyntaxKind.PartialKeyword);

    /// <summary>A bool parameter, field, property or local is mentioned.</summary>
    private static bool SpeaksOfFlag(ExpressionSyntax condition, CodeModel model)
        => condition.DescendantsAndSelf().OfType<IdentifierNameSyntax>()
            .Any(name => model.SymbolOf(name) switch
        {
            IParameterSymbol parameter => parameter.Type.SpecialType == SpecialType.System_Boolean,
            IFieldSymbol field => field.Type.SpecialType == SpecialType.System_Boolean,
            ILocalSymbol local => local.Type.SpecialType == SpecialType.System_Boolean,
            IPropertySymbol property => property.Type.SpecialType == SpecialType.System_Boolean,
            _ => false,
        });
}
