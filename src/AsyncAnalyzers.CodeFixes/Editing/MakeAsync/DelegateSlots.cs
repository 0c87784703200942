using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncAnalyzers.Editing;

/// <summary>
/// Where delegates go. A lambda or method group whose result becomes a task needs a parameter, variable or field of another
/// type; that can change where all that is done with it is to call it, and where everything else that is put into it can follow.
/// </summary>
internal sealed class DelegateSlots(MakeAsync planner, MakeAsyncPlan plan, Solution solution)
{
    private readonly HashSet<SourcePlace> _slots = new();
    private readonly List<IMethodSymbol> _methodGroups = new();

    /// <summary>Every method whose name was put into a slot returns a task by now.</summary>
    public bool AreMethodGroupsChanged() => _methodGroups.All(planner.IsChanged);

    /// <summary>The value is a lambda or names a method, and its result becomes a task: what it is given to follows.</summary>
    public async Task<bool> FollowAsync(Document document, ExpressionSyntax value, CancellationToken cancellationToken)
    {
        CodeModel model = await document.GetCodeModelAsync(cancellationToken).ConfigureAwait(false);
        switch (value.Parent)
        {
            case ParenthesizedExpressionSyntax
                or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }
                or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression }:
                return await FollowAsync(document, (ExpressionSyntax)value.Parent, cancellationToken).ConfigureAwait(false);
            case ConditionalExpressionSyntax conditional when conditional.Condition != value:
                return await FollowAsync(document, conditional, cancellationToken).ConfigureAwait(false);
            case ArgumentSyntax { Parent.Parent: { } call } argument when ArgumentsOf(call, model).FirstOrDefault(given
                => SyntaxOf(given) == argument) is { Parameter: { } parameter }:
                if (CallBindings.IsTaskRun(parameter.ContainingSymbol as IMethodSymbol))
                {
                    // It has an overload for both, and the task that it returns ends with the work in both.
                    plan.AddBindingCheck(document, (ExpressionSyntax)call, model);
                    return await FollowValueAsync(document, value, cancellationToken).ConfigureAwait(false);
                }

                if (parameter.Type.SpecialType == SpecialType.System_Delegate)
                {
                    plan.AddBindingCheck(document, (ExpressionSyntax)call, model, ReturnsNothing(value, model));
                    return await AwaitsAnythingAsync(parameter, model).ConfigureAwait(false)
                        && await FollowValueAsync(document, value, cancellationToken).ConfigureAwait(false);
                }

                return await FollowParameterAsync(parameter.OriginalDefinition, cancellationToken).ConfigureAwait(false);
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator }:
                return await FollowVariableAsync(model.GetDeclaredSymbol(declarator), cancellationToken).ConfigureAwait(false);
            case AssignmentExpressionSyntax
            {
                Parent: ExpressionStatementSyntax, RawKind: (int)SyntaxKind.SimpleAssignmentExpression
                or (int)SyntaxKind.CoalesceAssignmentExpression
            } assignment:
                return assignment.Right == value
                    && await FollowSymbolAsync(model.SymbolOf(assignment.Left), cancellationToken).ConfigureAwait(false);
            default:
                return false;
        }
    }

    /// <summary>
    /// The parameter takes any delegate, and what it returns is awaited: in an endpoint of ASP.NET Core, or in all that it is handed on
    /// to.
    /// </summary>
    private async Task<bool> AwaitsAnythingAsync(IParameterSymbol parameter, CodeModel model)
        => EndpointHandlers.IsTakenBy(parameter, KnownTypes.Of(model.Compilation))
            || await FollowParameterAsync(parameter.OriginalDefinition, model.CancellationToken).ConfigureAwait(false);

    private static bool ReturnsNothing(ExpressionSyntax function, CodeModel model)
        => SymbolOf(CallSyntax.WalkDownParentheses(function), model) is IMethodSymbol { ReturnsVoid: true };

    private Task<bool> FollowSymbolAsync(ISymbol? symbol, CancellationToken cancellationToken)
        => symbol is IParameterSymbol parameter
            ? FollowParameterAsync(parameter.OriginalDefinition, cancellationToken)
            : FollowVariableAsync(symbol?.OriginalDefinition, cancellationToken);

    /// <summary>The parameter in all declarations of its method, what is done with it in them, and what all callers pass.</summary>
    private async Task<bool> FollowParameterAsync(IParameterSymbol parameter, CancellationToken cancellationToken)
    {
        if (parameter.RefKind != RefKind.None || parameter.IsParams || parameter.IsThis
            || parameter.ContainingSymbol is not IMethodSymbol
            {
                MethodKind: MethodKind.Ordinary
                or MethodKind.ExplicitInterfaceImplementation or MethodKind.LocalFunction or MethodKind.Constructor
            } method
            || (method.IsExtensionMethod && parameter.Ordinal == 0)
            || await MethodContract.FindAsync(method, solution, cancellationToken).ConfigureAwait(false) is not { } contract)
        {
            return false;
        }

        bool isNew = false;
        int id = planner.NewContract();
        foreach ((Document document, SyntaxNode declaration, IMethodSymbol member) in contract.Members)
        {
            if (ParametersOf(declaration) is not { } parameters
                || await planner.OnceAsync(document, parameters.Parameters[parameter.Ordinal], cancellationToken)
                    .ConfigureAwait(false) is not { Node.Type: { } type } place)
            {
                return false;
            }

            if (!_slots.Add(SourcePlace.Of(place.Document, place.Node)))
            {
                continue;
            }

            CodeModel model = await place.Document.GetCodeModelAsync(cancellationToken).ConfigureAwait(false);
            if ((parameter.Type.SpecialType != SpecialType.System_Delegate && !planner.MayChangeApi(member, model))
                || model.GetDeclaredSymbol(place.Node) is not { } declared
                || !await ChangeTypeAsync(place.Document, type, declared.Type, model).ConfigureAwait(false)
                || !await FollowUsesInAsync(place.Document, FunctionOf(place.Node), declared, model).ConfigureAwait(false))
            {
                return false;
            }

            if (declared.Type.SpecialType == SpecialType.System_Delegate)
            {
                // Its type stays, and with it what the other callers pass.
                continue;
            }

            isNew = true;
            plan.ChangedParameters.Add(member.MethodKind == MethodKind.Constructor ? member.ContainingType.Name : member.Name);
            plan.AddContract(place.Document, FunctionOf(place.Node), id);
        }

        if (isNew)
        {
            await WatchOverloadsAsync(contract, cancellationToken).ConfigureAwait(false);
        }

        return !isNew || await FollowCallersAsync(contract, parameter.Ordinal, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// With another parameter type the method may come to suit calls of the overloads beside it: those must stay where they are.
    /// </summary>
    private async Task WatchOverloadsAsync(MethodContract contract, CancellationToken cancellationToken)
    {
        var members = new HashSet<ISymbol>(contract.Members.Select(member
            => member.Method.OriginalDefinition), SymbolEqualityComparer.Default);
        foreach (IMethodSymbol overload in contract.Members
            .Where(member => member.Method.MethodKind is MethodKind.Ordinary or MethodKind.Constructor)
            .SelectMany(member
                => member.Method.ContainingType.GetMembers(member.Method.Name)).OfType<IMethodSymbol>().Where(method
                    => members.Add(method.OriginalDefinition)))
        {
            foreach (ReferenceLocation reference in (
                await SymbolFinder.FindReferencesAsync(overload, solution, cancellationToken).ConfigureAwait(false)).SelectMany(found
                => found.Locations))
            {
                SyntaxNode root = (await reference.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
                SyntaxNode node = root.FindNode(reference.Location.SourceSpan, getInnermostNodeForTie: true);
                ExpressionSyntax? call = node is SimpleNameSyntax name && CallSyntax.InvocationOf(name) is { } invocation
                    ? invocation
                    : node.AncestorsAndSelf().TakeWhile(ancestor
                        => ancestor is not StatementSyntax).OfType<BaseObjectCreationExpressionSyntax>().FirstOrDefault();
                if (call is not null
                    && await planner.OnceAsync(reference.Document, call, cancellationToken).ConfigureAwait(false) is { } place)
                {
                    plan.AddBindingCheck(place.Document, place.Node,
                        await place.Document.GetCodeModelAsync(cancellationToken).ConfigureAwait(false));
                }
            }
        }
    }

    private async Task<bool> FollowCallersAsync(MethodContract contract, int ordinal, CancellationToken cancellationToken)
    {
        if (await contract.FindReferencesAsync(cancellationToken).ConfigureAwait(false) is not { } references)
        {
            return false;
        }

        foreach (ReferenceLocation reference in references)
        {
            SyntaxNode root = (await reference.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            SyntaxNode node = root.FindNode(reference.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true);
            if (node.IsPartOfStructuredTrivia() || CallSyntax.IsInNameOf(node))
            {
                continue;
            }

            SyntaxNode? call = node is SimpleNameSyntax name && CallSyntax.InvocationOf(name) is { } invocation
                ? invocation
                : node.AncestorsAndSelf().TakeWhile(ancestor => ancestor is not StatementSyntax)
                    .FirstOrDefault(ancestor => ancestor is ConstructorInitializerSyntax or BaseObjectCreationExpressionSyntax);
            if (reference.IsCandidateLocation || call is null
                || await planner.OnceAsync(reference.Document, call, cancellationToken).ConfigureAwait(false) is not { } place)
            {
                return false;
            }

            CodeModel model = await place.Document.GetCodeModelAsync(cancellationToken).ConfigureAwait(false);
            if (ArgumentsOf(place.Node, model).FirstOrDefault(argument
                => argument.Parameter?.Ordinal == ordinal) is not { } given)
            {
                return false;
            }

            if (given.ArgumentKind != ArgumentKind.DefaultValue
                && !(given.ArgumentKind == ArgumentKind.Explicit && SyntaxOf(given) is { Expression: var value }
                    && await FollowValueAsync(place.Document, value, cancellationToken).ConfigureAwait(false)))
            {
                return false;
            }

            if (place.Node is ExpressionSyntax expression)
            {
                plan.AddBindingCheck(place.Document, expression, model);
            }
        }

        return true;
    }

    /// <summary>A local variable, or a field that is no API: what is put into it, and what is done with it.</summary>
    private async Task<bool> FollowVariableAsync(ISymbol? variable, CancellationToken cancellationToken)
    {
        if (variable is not (ILocalSymbol { IsRef: false } or IFieldSymbol { AssociatedSymbol: null })
            || variable.DeclaringSyntaxReferences.Length != 1
            || (variable is IFieldSymbol && AsyncSignature.IsVisibleOutside(variable))
            || solution.GetDocument(variable.DeclaringSyntaxReferences[0].SyntaxTree) is not { } document
            // Code that only another project of the file compiles may use the field as well.
            || (variable is IFieldSymbol && !document.GetLinkedDocumentIds().IsEmpty)
            || await variable.DeclaringSyntaxReferences[0].GetSyntaxAsync(cancellationToken).ConfigureAwait(false)
                is not VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } } declarator
            || await planner.OnceAsync(document, declarator, cancellationToken).ConfigureAwait(false) is not { } place)
        {
            return false;
        }

        if (!_slots.Add(SourcePlace.Of(place.Document, place.Node)))
        {
            return true;
        }

        CodeModel model = await place.Document.GetCodeModelAsync(cancellationToken).ConfigureAwait(false);
        ISymbol declared = model.GetDeclaredSymbol(place.Node)!;
        ITypeSymbol type = declared is IFieldSymbol { Type: var ofField } ? ofField : ((ILocalSymbol)declared).Type;
        TypeSyntax written = ((VariableDeclarationSyntax)place.Node.Parent!).Type;
        if ((!written.IsVar && !await ChangeTypeAsync(place.Document, written, type, model).ConfigureAwait(false))
            || (place.Node.Initializer is { Value: var value }
                && !await FollowValueAsync(place.Document, value, cancellationToken).ConfigureAwait(false)))
        {
            return false;
        }

        if (declared is ILocalSymbol)
        {
            SyntaxNode scope = place.Node.Ancestors().First(ancestor
                => ancestor is CompilationUnitSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax);
            return await FollowUsesInAsync(place.Document, scope, declared, model).ConfigureAwait(false);
        }

        foreach (ReferenceLocation reference in (
            await SymbolFinder.FindReferencesAsync(declared, solution, cancellationToken).ConfigureAwait(false)).SelectMany(found
            => found.Locations))
        {
            SyntaxNode root = (await reference.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            SyntaxNode node = root.FindNode(reference.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true);
            if (!node.IsPartOfStructuredTrivia()
                && !(await planner.OnceAsync(reference.Document, node, cancellationToken)
                    .ConfigureAwait(false) is { Node: SimpleNameSyntax name } use
                    && await FollowUseAsync(use.Document, name, cancellationToken).ConfigureAwait(false)))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> FollowUsesInAsync(Document document, SyntaxNode scope, ISymbol slot, CodeModel model)
    {
        foreach (IdentifierNameSyntax name in scope.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText == slot.Name
                && SymbolEqualityComparer.Default.Equals(model.SymbolOf(name), slot)
                && !await FollowUseAsync(document, name, model.CancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>One place that names a slot: it is called, compared with null, set, or handed on to another slot.</summary>
    private async Task<bool> FollowUseAsync(Document document, SimpleNameSyntax name, CancellationToken cancellationToken)
    {
        ExpressionSyntax slot = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        if (CallSyntax.IsInNameOf(name))
        {
            return true;
        }

        switch (slot.Parent)
        {
            case MemberBindingExpressionSyntax:
                return false;
            case InvocationExpressionSyntax call:
                return await planner.AwaitCallAsync(document, call, cancellationToken).ConfigureAwait(false);
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Invoke", Parent: InvocationExpressionSyntax call }:
                return await planner.AwaitCallAsync(document, call, cancellationToken).ConfigureAwait(false);
            case ConditionalAccessExpressionSyntax
            {
                WhenNotNull: InvocationExpressionSyntax
                {
                    Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Invoke" }
                } call
            } test
                when test.Expression == slot:
                return await planner.AwaitCallAsync(document, call, cancellationToken).ConfigureAwait(false);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } comparison:
                return NullTest.Of(comparison) is not null;
            case IsPatternExpressionSyntax
            {
                Pattern: ConstantPatternSyntax or UnaryPatternSyntax { Pattern: ConstantPatternSyntax }
                or RecursivePatternSyntax { Type: null, Designation: null }
            }:
            case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax check } when CallSyntax.CalledName(check) == "ThrowIfNull":
                return true;
            case AssignmentExpressionSyntax
            {
                Parent: ExpressionStatementSyntax, RawKind: (int)SyntaxKind.SimpleAssignmentExpression
                or (int)SyntaxKind.CoalesceAssignmentExpression
            } assignment when assignment.Left == slot:
                return await FollowValueAsync(document, assignment.Right, cancellationToken).ConfigureAwait(false);
            default:
                return await FollowAsync(document, slot, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What is put into a slot of the new type.</summary>
    private async Task<bool> FollowValueAsync(Document document, ExpressionSyntax value, CancellationToken cancellationToken)
    {
        switch (value)
        {
            case LiteralExpressionSyntax or DefaultExpressionSyntax or ThrowExpressionSyntax:
                return true;
            case ParenthesizedExpressionSyntax parenthesized:
                return await FollowValueAsync(document, parenthesized.Expression, cancellationToken).ConfigureAwait(false);
            case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed:
                return await FollowValueAsync(document, suppressed.Operand, cancellationToken).ConfigureAwait(false);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce:
                return await FollowValueAsync(document, coalesce.Left, cancellationToken).ConfigureAwait(false)
                    && await FollowValueAsync(document, coalesce.Right, cancellationToken).ConfigureAwait(false);
            case ConditionalExpressionSyntax conditional:
                return await FollowValueAsync(document, conditional.WhenTrue, cancellationToken).ConfigureAwait(false)
                    && await FollowValueAsync(document, conditional.WhenFalse, cancellationToken).ConfigureAwait(false);
            // An async lambda that returned nothing was not waited for so far.
            case AnonymousFunctionExpressionSyntax lambda when (!FunctionSyntax.IsAsync(lambda) || planner.AwaitsAsyncLambdas)
                && await MayReturnTaskAsync(document, lambda, cancellationToken).ConfigureAwait(false):
                if (await planner.AddAsync(document, lambda, cancellationToken).ConfigureAwait(false) is not { } planned)
                {
                    return false;
                }

                planned.IsInSlot = true;
                return true;
            case SimpleNameSyntax or MemberAccessExpressionSyntax:
                CodeModel model = await document.GetCodeModelAsync(cancellationToken).ConfigureAwait(false);
                ISymbol? symbol = SymbolOf(value, model);
                if (symbol is not IMethodSymbol method)
                {
                    return await FollowSymbolAsync(symbol, cancellationToken).ConfigureAwait(false);
                }

                _methodGroups.Add(method);
                // A task of a derived type is no task of the base type.
                return model.GetTypeInfo(value).ConvertedType is not INamedTypeSymbol type
                    || type.SpecialType == SpecialType.System_Delegate
                    || type.DelegateInvokeMethod is { } invoke
                        && SymbolEqualityComparer.Default.Equals(invoke.ReturnType, method.ReturnType);
            default:
                return false;
        }
    }

    /// <summary>A return type that is written keeps the lambda in its slot, unless that takes any delegate.</summary>
    public static async Task<bool> MayReturnTaskAsync(
        Document document, AnonymousFunctionExpressionSyntax lambda, CancellationToken cancellationToken)
        => FunctionSyntax.ReturnType(lambda) is null
            || IsForAnyDelegate(lambda, await document.GetCodeModelAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>The lambda is given to something of type <see cref="Delegate"/>.</summary>
    public static bool IsForAnyDelegate(AnonymousFunctionExpressionSyntax lambda, CodeModel model)
        => model.GetTypeInfo(lambda).ConvertedType is { SpecialType: SpecialType.System_Delegate };

    private async Task<bool> ChangeTypeAsync(Document document, TypeSyntax written, ITypeSymbol type, CodeModel model)
    {
        if (type.SpecialType == SpecialType.System_Delegate)
        {
            return true;
        }

        if (type is INamedTypeSymbol { TypeKind: TypeKind.Delegate, DeclaringSyntaxReferences.IsEmpty: false } own)
        {
            return await FollowDelegateTypeAsync(own.OriginalDefinition, model.CancellationToken).ConfigureAwait(false);
        }

        if (AsyncDelegate.Of(document, model, written, type) is not { } changed)
        {
            return false;
        }

        plan.AddType(document, written, changed);
        return true;
    }

    /// <summary>A delegate type of the solution: every variable and parameter of it follows.</summary>
    private async Task<bool> FollowDelegateTypeAsync(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        if (type.DelegateInvokeMethod is not { ReturnsByRef: false, ReturnsByRefReadonly: false } invoke
            || AsyncSignature.IsVisibleOutside(type)
            || !type.GetAttributes().IsEmpty
            || solution.GetDocument(type.DeclaringSyntaxReferences[0].SyntaxTree) is not { } home || !home.GetLinkedDocumentIds().IsEmpty
            || await type.DeclaringSyntaxReferences[0].GetSyntaxAsync(cancellationToken)
                .ConfigureAwait(false) is not DelegateDeclarationSyntax written
            || await planner.OnceAsync(home, written, cancellationToken).ConfigureAwait(false) is not { } declaration)
        {
            return false;
        }

        if (!_slots.Add(SourcePlace.Of(declaration.Document, declaration.Node)))
        {
            return true;
        }

        CodeModel model = await declaration.Document.GetCodeModelAsync(cancellationToken).ConfigureAwait(false);
        plan.AddType(declaration.Document, declaration.Node.ReturnType,
            AsyncDelegate.TaskOf(declaration.Document, model, declaration.Node.ReturnType, invoke.ReturnsVoid));
        foreach (ReferenceLocation reference in (
            await SymbolFinder.FindReferencesAsync(type, solution, cancellationToken).ConfigureAwait(false)).SelectMany(found
            => found.Locations))
        {
            SyntaxNode root = (await reference.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            SyntaxNode node = root.FindNode(reference.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true);
            if (node.IsPartOfStructuredTrivia() || CallSyntax.IsInNameOf(node))
            {
                continue;
            }

            SyntaxNode whole = node;
            while (whole.Parent is QualifiedNameSyntax or NullableTypeSyntax)
            {
                whole = whole.Parent;
            }

            CodeModel there = await reference.Document.GetCodeModelAsync(cancellationToken).ConfigureAwait(false);
            SyntaxNode? variable = whole.Parent switch
            {
                ParameterSyntax parameter => parameter,
                VariableDeclarationSyntax { Variables.Count: 1, Parent: not EventFieldDeclarationSyntax } declared => declared.Variables[0],
                _ => null,
            };
            if (variable is null
                || !await FollowSymbolAsync(there.GetDeclaredSymbol(variable), cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What the expression names. The name of a method that is given to any delegate is bound by its operation alone.</summary>
    public static ISymbol? SymbolOf(ExpressionSyntax named, CodeModel model)
        => model.SymbolOf(named)
            ?? (model.GetOperation(named) as IMethodReferenceOperation)?.Method;

    private static ImmutableArray<IArgumentOperation> ArgumentsOf(SyntaxNode call, CodeModel model)
        => model.GetOperation(call) switch
        {
            IInvocationOperation operation => operation.Arguments,
            IObjectCreationOperation operation => operation.Arguments,
            _ => ImmutableArray<IArgumentOperation>.Empty,
        };

    /// <summary>The syntax of the operation is, for <c>value!</c>, the value alone.</summary>
    private static ArgumentSyntax? SyntaxOf(IArgumentOperation argument)
        => argument.ArgumentKind == ArgumentKind.Explicit ? argument.Syntax.FirstAncestorOrSelf<ArgumentSyntax>() : null;

    private static BaseParameterListSyntax? ParametersOf(SyntaxNode declaration) => declaration switch
    {
        BaseMethodDeclarationSyntax method => method.ParameterList,
        LocalFunctionStatementSyntax local => local.ParameterList,
        _ => null,
    };

    private static SyntaxNode FunctionOf(ParameterSyntax parameter) => parameter.Parent!.Parent!;
}
